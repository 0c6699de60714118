import { systemClock } from "@chat-backbone/client";
import type { Author, OnlineUser, Signal } from "../protocol.js";
import type { PresenceSnapshot } from "./types.js";

// A client that goes away while typing does not say that it stopped.
const TYPING_ENDS_MS = 8_000;

/** Who types, is online and has read what, in one room. */
export interface Signals {
  receive(signal: Signal, me: Author | null): void;
  /** The user has sent a message, and so stopped typing. */
  sent(user: Author): void;
  typing(): readonly Author[];
  presence(): PresenceSnapshot;
  readMarkers(): ReadonlyMap<string, number>;
  /** The connection is gone: nothing is known of who types. */
  clear(): void;
}

/** Makes {@link Signals}; `changed` is called after each change. */
export function createSignals(changed: () => void): Signals {
  const typists = new Map<string, () => void>();
  let typing: readonly Author[] = [];
  let presence: PresenceSnapshot = { count: 0, users: [] };
  let markers: ReadonlyMap<string, number> = new Map();

  function stopped(user: string): void {
    if (!typists.has(user)) return;
    typists.get(user)?.();
    typists.delete(user);
    typing = typing.filter(({ id }) => id !== user);
    changed();
  }

  function receive(signal: Signal, me: Author | null): void {
    if (signal.type === "typing") {
      if (signal.user.id !== me?.id) typed(signal.user, signal.typing);
    } else if (signal.type === "read") {
      if (signal.seq <= (markers.get(signal.user.id) ?? 0)) return;
      markers = new Map(markers).set(signal.user.id, signal.seq);
      changed();
    } else if (signal.type === "presence") {
      came(signal);
    } else if ("count" in signal) {
      presence = { count: signal.count, users: "users" in signal ? signal.users : [] };
      changed();
    }
  }

  function typed(user: Author, on: boolean): void {
    const known = typists.has(user.id);
    if (!on) return stopped(user.id);
    typists.get(user.id)?.();
    typists.set(
      user.id,
      systemClock.after(TYPING_ENDS_MS, () => stopped(user.id)),
    );
    if (known) return;
    typing = [...typing, user];
    changed();
  }

  function came({ user, status, at }: Extract<Signal, { type: "presence" }>): void {
    const others = presence.users.filter(({ id }) => id !== user.id);
    const was = presence.users.find(({ id }) => id === user.id);
    if (status === "offline") {
      presence = { count: presence.count - (was ? 1 : 0), users: others };
    } else {
      const now: OnlineUser = { id: user.id, username: user.username ?? "", status, since: was?.since ?? at };
      presence = { count: presence.count + (was ? 0 : 1), users: [...others, now] };
    }
    changed();
  }

  return {
    receive,
    sent: (user) => stopped(user.id),
    typing: () => typing,
    presence: () => presence,
    readMarkers: () => markers,
    clear() {
      for (const user of [...typists.keys()]) stopped(user);
    },
  };
}
