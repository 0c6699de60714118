import { createChain, type Chain, type JoinAnswer } from "./chain.js";
import { backoff, type Clock } from "./clock.js";
import { errorOf } from "./connection.js";
import { ChatError } from "./errors.js";
import type { Frame } from "./link.js";
import type { EventPage, RoomEvent } from "./protocol.js";
import type { Joining } from "./handles.js";
import type { Joined, Left } from "./types.js";

// Rooms in the first frame: with long names they still fit a frame of 64 KiB.
const ROOMS_IN_CONNECT = 200;

/** The rooms that the client follows, over all of its sockets. */
export interface Subscriptions {
  join(room: string, options: { readonly after?: number; readonly presence?: boolean }): Joining;
  position(room: string): number | null;
  isJoined(room: string): boolean;
  isComplete(room: string): boolean;
  /** The rooms of `connect`. */
  greeting(): { readonly [room: string]: object };
  connected(): void;
  lost(): void;
  /** True if the frame was about a subscription or an event of a chain. */
  handle(frame: Frame): boolean;
  missing(): number;
}

/** What subscriptions need of the client. */
export interface SubscriptionHost {
  readonly clock: Clock;
  readonly random: () => number;
  send(frame: object): boolean;
  page(room: string, after: number): Promise<EventPage>;
  event(event: RoomEvent): void;
  joined(joined: Joined): void;
  left(left: Left): void;
  changed(): void;
}

interface Join {
  readonly presence: boolean;
}

interface Subscription {
  readonly name: string;
  readonly chain: Chain;
  /** Those that were not given back. */
  readonly joins: Set<Join>;
  /** `asked`: the answer to a join is under way. */
  status: "idle" | "asked" | "joined";
  /** The room counts as missing until it is joined. */
  expected: boolean;
  ref: string | undefined;
  attempt: number;
  answer: Joined | null;
  readonly waiting: { resolve(joined: Joined): void; reject(error: ChatError): void }[];
  cancelRetry(): void;
}

/** Makes subscriptions without rooms. */
export function createSubscriptions(host: SubscriptionHost): Subscriptions {
  const rooms = new Map<string, Subscription>();
  let count = 0;
  let greeted: Subscription[] = [];

  function subscribe(name: string, after: number | null): Subscription {
    const chain = createChain(after, {
      clock: host.clock,
      random: host.random,
      page: (position) => host.page(name, position),
      deliver: (event) => host.event(event),
      changed: () => host.changed(),
      reset: () => host.joined({ room: name, seq: chain.position() ?? 0, reset: true }),
      lost: (error) => end(made, { room: name, reason: "refused", error }),
    });
    const made: Subscription = {
      name,
      chain,
      joins: new Set(),
      status: "idle",
      expected: false,
      ref: undefined,
      attempt: 0,
      answer: null,
      waiting: [],
      cancelRetry: () => {},
    };
    rooms.set(name, made);
    return made;
  }

  const wantsPresence = (room: Subscription): boolean => [...room.joins].some(({ presence }) => presence);

  // To a socket that has joined, or is about to, the server replays nothing more.
  function wish(room: Subscription): object {
    const after = room.status === "idle" ? room.chain.position() : null;
    return { ...(after !== null && { after }), ...(wantsPresence(room) && { presence: true }) };
  }

  function ask(room: Subscription): void {
    room.ref = `j${++count}`;
    const sent = host.send({ type: "join", ref: room.ref, room: room.name, ...wish(room) });
    if (sent && room.status !== "joined") room.status = "asked";
  }

  function joined(room: Subscription, answer: JoinAnswer): void {
    room.status = "joined";
    room.attempt = 0;
    room.expected = false;
    room.answer = { room: room.name, seq: answer.seq, recovered: answer.recovered, reset: false };
    room.chain.joined(answer);
    host.joined(room.answer);
    for (const { resolve } of room.waiting.splice(0)) resolve(room.answer);
    host.changed();
  }

  function refused(room: Subscription, error: ChatError): void {
    // Refused presence of a room that is joined changes nothing of its events.
    const joined = room.status === "joined";
    if (!joined) room.status = "idle";
    if (!error.temporary) {
      if (joined) host.send({ type: "leave", ref: `l${++count}`, room: room.name });
      return end(room, { room: room.name, reason: "refused", error });
    }
    const wait = Math.max(error.retryAfterMs ?? 0, backoff(host.random, room.attempt++));
    room.cancelRetry = host.clock.after(wait, () => {
      if (rooms.get(room.name) === room && room.status !== "asked") ask(room);
    });
  }

  function end(room: Subscription, left: Left): void {
    if (rooms.get(room.name) !== room) return;
    rooms.delete(room.name);
    room.cancelRetry();
    room.chain.interrupt();
    for (const { reject } of room.waiting.splice(0)) reject(left.error);
    host.left(left);
    host.changed();
  }

  // A join of a room that has ended is void: the room may have been joined again since.
  function leave(room: Subscription, join: Join): void {
    if (!room.joins.delete(join) || room.joins.size > 0 || rooms.get(room.name) !== room) return;
    rooms.delete(room.name);
    room.cancelRetry();
    room.chain.interrupt();
    host.send({ type: "leave", ref: `l${++count}`, room: room.name });
    for (const { reject } of room.waiting.splice(0)) reject(new ChatError({ code: "aborted", message: "left" }));
    host.changed();
  }

  function handle(frame: Frame): boolean {
    const room = frame.room === undefined ? undefined : rooms.get(frame.room);
    if (frame.type === "joined") {
      if (room) joined(room, frame as unknown as JoinAnswer);
    } else if (frame.type === "left") {
      // The answer to a leave of one's own has a ref; the room may be joined again since.
      if (room && frame.ref === undefined) end(room, leftFor(room.name, (frame["reason"] as Left["reason"]) ?? "left"));
    } else if (frame.type === "error") {
      const own = frame.ref === undefined ? room?.status === "asked" : room?.ref === frame.ref;
      if (room && own) refused(room, errorOf(frame));
      return own;
    } else if (typeof frame["seq"] === "number" && typeof frame["prev"] === "number") {
      if (room?.status === "joined") room.chain.receive(frame as unknown as RoomEvent);
    } else if (frame.type.startsWith("presence")) {
      // It comes until the next connection, also when nothing here wants it any more.
      return !room || !wantsPresence(room);
    } else {
      return false;
    }
    return true;
  }

  return {
    join(name, { after, presence = false }) {
      const known = rooms.get(name);
      const room = known ?? subscribe(name, after ?? null);
      const join: Join = { presence };
      room.joins.add(join);
      const answered = new Promise<Joined>((resolve, reject) => {
        if (room.status === "joined" && room.answer && !presence) return resolve(room.answer);
        room.waiting.push({ resolve, reject });
        // The state of presence comes with the answer, so it is asked for each time.
        if (!known || presence) ask(room);
      });
      answered.catch(() => {}); // a caller may listen to "left" instead
      return Object.assign(answered, { leave: () => leave(room, join) });
    },
    position: (name) => rooms.get(name)?.chain.position() ?? null,
    isJoined: (name) => rooms.get(name)?.status === "joined",
    isComplete: (name) => rooms.get(name)?.status === "joined" && rooms.get(name)?.chain.missing() === 0,
    greeting() {
      greeted = [...rooms.values()].slice(0, ROOMS_IN_CONNECT);
      for (const room of rooms.values()) room.expected = true;
      return Object.fromEntries(greeted.map((room) => [room.name, wish(room)]));
    },
    connected() {
      for (const room of greeted) {
        room.status = "asked";
        room.ref = "connect";
        if (rooms.get(room.name) !== room) host.send({ type: "leave", ref: `l${++count}`, room: room.name });
      }
      for (const room of rooms.values()) if (room.status === "idle") ask(room);
      greeted = [];
    },
    lost() {
      for (const room of rooms.values()) {
        room.status = "idle";
        room.cancelRetry();
        room.chain.interrupt();
      }
    },
    handle,
    missing() {
      let missing = 0;
      for (const room of rooms.values()) {
        if (room.status === "joined") missing += room.chain.missing();
        else if (room.expected) missing++;
      }
      return missing;
    },
  };
}

function leftFor(room: string, reason: Left["reason"]): Left {
  const error = new ChatError({ code: reason === "banned" ? "forbidden" : "not_found", message: reason });
  return { room, reason, error };
}
