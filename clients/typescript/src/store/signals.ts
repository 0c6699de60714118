import type { Clock } from "../clock.js";
import type { Author, Signal } from "../protocol.js";
import type { PresenceSnapshot } from "./types.js";

// A client that goes away while typing does not say that it stopped.
const TYPING_ENDS_MS = 8_000;

type PresenceSignal = Exclude<Signal, { type: "typing" | "read" | "event" }>;

const ABSENT: PresenceSnapshot = { count: 0, users: [] };

/** Who types, is online and has read what, in one room. */
export interface Signals {
  receive(signal: Signal, me: Author | null): void;
  /** Whether presence is wanted; without it nothing is known of it. */
  watch(wanted: boolean): void;
  /** The user has sent a message, and so stopped typing. */
  sent(user: Author): void;
  typing(): readonly Author[];
  presence(): PresenceSnapshot;
  readMarkers(): ReadonlyMap<string, number>;
  /** The room is not joined any more: nothing is known of who types and who is online. */
  clear(): void;
}

/** Makes {@link Signals}; `changed` is called after each change. */
export function createSignals(clock: Clock, changed: () => void): Signals {
  const typists = new Map<string, () => void>();
  let typing: readonly Author[] = [];
  let presence: PresenceSnapshot | null = null; // not wanted
  let markers: ReadonlyMap<string, number> = new Map();

  function stopped(user: string): void {
    typists.get(user)?.();
    if (!typists.delete(user)) return;
    typing = typing.filter(({ id }) => id !== user);
    changed();
  }

  function typed(user: Author): void {
    const { id } = user;
    if (!typists.has(id)) {
      typing = [...typing, user];
      changed();
    }
    typists.get(id)?.();
    typists.set(id, clock.after(TYPING_ENDS_MS, () => stopped(id)));
  }

  function receive(signal: Signal, me: Author | null): void {
    if (signal.type === "typing") {
      if (!signal.typing) stopped(signal.user.id);
      else if (signal.user.id !== me?.id) typed(signal.user);
    } else if (signal.type === "read") {
      if (signal.seq <= (markers.get(signal.user.id) ?? 0)) return;
      markers = new Map(markers).set(signal.user.id, signal.seq);
      changed();
    } else if (presence && signal.type !== "event") {
      presence = after(presence, signal);
      changed();
    }
  }

  return {
    receive,
    watch(wanted) {
      presence = wanted ? ABSENT : null;
    },
    sent: (user) => stopped(user.id),
    typing: () => typing,
    presence: () => presence ?? ABSENT,
    readMarkers: () => markers,
    clear() {
      for (const user of typists.keys()) stopped(user);
      presence &&= ABSENT;
    },
  };
}

function after(known: PresenceSnapshot, signal: PresenceSignal): PresenceSnapshot {
  if (signal.type !== "presence") return { count: signal.count, users: "users" in signal ? signal.users : [] };
  const { user, status, at } = signal;
  const was = known.users.find(({ id }) => id === user.id);
  const users = known.users.filter((one) => one !== was);
  if (status !== "offline") users.push({ id: user.id, username: user.username ?? "", status, since: was?.since ?? at });
  return { count: known.count - known.users.length + users.length, users };
}
