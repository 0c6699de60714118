import type { Answer, Frame, Gateway, ServerSocket } from "./gateway.js";

/** Chance that a seed repeats (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Logged = { readonly room: string; readonly seq: number; readonly id: string; readonly [field: string]: unknown };

/** A server with logs of rooms, which loses what a network or a dying gateway can lose. */
export interface Chaos {
  readonly log: Map<string, Logged[]>;
  /** What a server must not see, such as a repeated id without `retry`. */
  readonly faults: string[];
  /** Another user writes. */
  write(room: string): void;
  /** From now on nothing is lost. */
  calm(): void;
}

/** Lets a gateway behave so, by chance. */
export function startChaos(gateway: Gateway, random: () => number): Chaos {
  const log = new Map<string, Logged[]>();
  const faults: string[] = [];
  const sockets = new Map<ServerSocket, Set<string>>();
  let seq = 100;
  let wild = true;
  const chance = (share: number): boolean => wild && random() < share;

  function append(room: string, id: string, user: string, content: unknown): Logged {
    const events = log.get(room) ?? [];
    log.set(room, events);
    seq += 1 + Math.floor(random() * 5);
    const event = { type: "message", room, seq, prev: events.at(-1)?.seq ?? 0, id, user: { id: user }, content, at: seq };
    events.push(event);
    for (const [socket, rooms] of sockets) if (rooms.has(room)) deliver(socket, event);
    return event;
  }

  function deliver(socket: ServerSocket, event: Logged): void {
    if (chance(0.05)) return; // a gap
    socket.send(event);
    if (chance(0.05)) socket.send(event);
    if (chance(0.02)) drop(socket);
  }

  function drop(socket: ServerSocket): void {
    sockets.delete(socket);
    if (chance(0.5)) socket.cut();
    else socket.close(1012);
  }

  function join(socket: ServerSocket, room: string, ref: string | undefined, after: number | undefined): void {
    const events = log.get(room) ?? [];
    const missed = events.filter((event) => event.seq > (after ?? Infinity));
    sockets.get(socket)?.add(room);
    const last = events.at(-1)?.seq ?? 0;
    if (after === undefined) return socket.send({ type: "joined", ref, room, seq: last });
    const recovered = !chance(0.3);
    socket.send({ type: "joined", ref, room, seq: last, recovered, missed: missed.length });
    if (recovered) for (const event of missed) deliver(socket, event);
  }

  function send(socket: ServerSocket, { ref, room, id, content, retry }: Frame): void {
    if (chance(0.1)) return socket.send({ type: "error", ref, room, code: "rate_limited", message: "slow", retryAfterMs: 1 });
    if (chance(0.05)) return socket.send({ type: "error", ref, room, code: "unavailable", message: "before", retryAfterMs: 1 });
    const known = log.get(room)?.find((event) => event.id === id);
    if (known && !retry) faults.push(`${id} came again without retry`);
    const event = known ?? append(room, id, "u1", content);
    if (chance(0.05)) return socket.send({ type: "error", ref, room, code: "unavailable", message: "after", retryAfterMs: 1 });
    if (chance(0.05)) return drop(socket);
    socket.send({ type: "ack", ref, room, id, seq: event.seq });
  }

  async function serve(socket: ServerSocket): Promise<void> {
    const connect = await socket.greet();
    sockets.set(socket, new Set());
    for (const [room, wish] of Object.entries(connect["rooms"] as { [room: string]: { after?: number } })) join(socket, room, undefined, wish.after);
    for (;;) {
      const frame = await socket.next();
      if (!sockets.has(socket)) return;
      if (frame.type === "join") join(socket, frame["room"], frame["ref"], frame["after"]);
      if (frame.type === "send") send(socket, frame);
      if (frame.type === "ping") socket.send({ type: "pong", at: 1 });
    }
  }

  async function accept(): Promise<void> {
    for (;;) {
      const socket = await gateway.socket();
      if (chance(0.1)) socket.cut();
      else serve(socket).catch(() => {});
    }
  }

  function events(url: URL): Answer {
    if (chance(0.2)) return [503, { code: "unavailable" }, { "Retry-After": "0" }];
    const room = url.pathname.split("/")[3] ?? "";
    const after = Number(url.searchParams.get("after"));
    const size = 1 + Math.floor(random() * 7);
    const rest = (log.get(room) ?? []).filter((event) => event.seq > after);
    const page = rest.slice(0, size);
    return [200, { room, events: page, after: rest.length > size ? page.at(-1)?.seq : null }];
  }

  gateway.route((_, url) => (url.pathname.endsWith("/events") ? events(url) : undefined));
  accept().catch(() => {});
  return { log, faults, write: (room) => void append(room, `o${seq}`, "u2", "other"), calm: () => (wild = false) };
}
