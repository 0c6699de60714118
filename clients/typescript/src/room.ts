import type { Clock } from "./clock.js";
import type { Emitter } from "./emitter.js";
import { ChatError } from "./errors.js";
import { isTooLarge, type ClientOutbox } from "./outbox.js";
import type { MessagePage, EventPage } from "./protocol.js";
import type { Rest } from "./rest.js";
import type { Subscriptions } from "./subscriptions.js";
import type { Room } from "./handles.js";
import type { ClientEvents, OutboxAction, Sending } from "./types.js";

// Typing is told again while it goes on, and ends by itself.
const TYPING_EVERY_MS = 3_000;
const TYPING_ENDS_MS = 6_000;

/** What a room needs of its client. */
export interface RoomHost {
  readonly clock: Clock;
  readonly emitter: Emitter<ClientEvents>;
  readonly subscriptions: Subscriptions;
  readonly outbox: ClientOutbox;
  readonly rest: Rest;
  /** Sends a frame that is answered only by an error; false if it was not sent. */
  tell(frame: object): boolean;
  /** Moves the read marker, now or once connected. */
  markRead(room: string, seq: number): void;
}

/** Makes the handle of a room. */
export function createRoom(name: string, host: RoomHost): Room {
  const { rest, subscriptions, outbox } = host;
  const path = `/api/rooms/${name}`;
  const typing = createTyping(host.clock, (on) => host.tell({ type: "typing", room: name, typing: on }));
  const add = (action: OutboxAction, id?: string): Sending => outbox.add(name, action, id);

  return {
    name,
    get position() {
      return subscriptions.position(name);
    },
    get joined() {
      return subscriptions.isJoined(name);
    },
    get complete() {
      return subscriptions.isComplete(name);
    },
    join: (options = {}) => subscriptions.join(name, options),
    on: (event, listener) =>
      host.emitter.on(event, (value) => {
        if (value.room === name) listener(value);
      }),

    send(message) {
      const { id, attachments, ...content } = typeof message === "string" ? { content: message } : message;
      typing(false);
      const files = attachments?.map((file) => (typeof file === "string" ? { id: file, name: "", contentType: "", size: 0 } : file));
      return add({ type: "send", ...content, ...(files && { attachments: files.map((file) => file.id), files }) }, id);
    },
    edit: (seq, change) => add({ type: "edit", seq, ...change }),
    delete: (seq) => add({ type: "delete", seq }),
    react: (seq, emoji, remove = false) => add({ type: "react", seq, emoji, remove }),
    keep: (event, data, id) => add({ type: "emit", name: event, data }, id),
    emit(event, data) {
      if (isTooLarge({ name: event, data })) host.emitter.emit("error", new ChatError({ code: "too_large" }));
      else host.tell({ type: "emit", room: name, name: event, data });
    },
    typing: (on = true) => typing(on),
    read: (seq) => host.markRead(name, seq),

    history: (query = {}) => rest.call<MessagePage>("GET", "/api/messages", { query: { room: name, ...query } }),
    events: (after, limit = 200) => rest.call<EventPage>("GET", `${path}/events`, { query: { after, limit } }),
    details: () => rest.call("GET", path),
    change: (settings) => rest.call("PATCH", path, { body: settings }),
    remove: () => rest.call("DELETE", path),
    members: (query) => rest.call("GET", `${path}/members`, { query: { ...query } }),
    addMember: (user, role) => done(rest.call("PUT", `${path}/members/${encodeURIComponent(user)}`, { body: { role } })),
    removeMember: (user, options) =>
      rest.call("DELETE", `${path}/members/${encodeURIComponent(user)}`, { query: options?.ban ? { ban: true } : {} }),
    bans: (query) => rest.call("GET", `${path}/bans`, { query: { ...query } }),
    unban: (user) => rest.call("DELETE", `${path}/bans/${encodeURIComponent(user)}`),
    mute: (user, untilAt) => rest.call("PUT", `${path}/mutes/${encodeURIComponent(user)}`, { body: { untilAt } }),
    online: (query) => rest.call("GET", "/api/users/online", { query: { room: name, ...query } }),
  };
}

async function done(call: Promise<unknown>): Promise<void> {
  await call;
}

function createTyping(clock: Clock, tell: (on: boolean) => boolean): (on: boolean) => void {
  let toldAt: number | null = null;
  let cancel = (): void => {};

  function stop(): void {
    cancel();
    if (toldAt !== null) tell(false);
    toldAt = null;
  }

  return (on) => {
    if (!on) return stop();
    cancel();
    cancel = clock.after(TYPING_ENDS_MS, stop);
    if (toldAt !== null && clock.now() - toldAt < TYPING_EVERY_MS) return;
    if (tell(true)) toldAt = clock.now();
  };
}
