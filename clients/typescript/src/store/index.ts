/**
 * The state of the chat as immutable snapshots: timelines, inbox, outbox, who types and who is online.
 *
 * @module @chat-backbone/client/store
 */
import { systemClock } from "@chat-backbone/client";
import type { MyRoom } from "../protocol.js";
import type { StorageChange } from "../storage.js";
import type { Client } from "../handles.js";
import type { CachedTimeline, StoredTimeline } from "./stored-timeline.js";
import { createTimeline } from "./timeline.js";
import type { Store, StoreOptions } from "./types.js";

export type * from "./types.js";

const PREFIX = "store/";
const INBOX_KEY = "store/inbox";
const ROOM_PREFIX = "store/room/";
const SAVE_AFTER_MS = 1_000;

type Topic = "connection" | "inbox" | "outbox";
type Cached = CachedTimeline | { readonly user: string | null; readonly rooms: readonly MyRoom[] };

/** Makes the store of a client. Rooms of the last visit are there at once, from the client's storage. */
export function createStore(client: Client, options: StoreOptions = {}): Store {
  const { pageSize = 50, windowSize = 20_000, cachedRooms = 50, clock = systemClock, random = Math.random } = options;
  const timelines = new Map<string, StoredTimeline>(); // the most recently used ones last
  const listeners = new Set<readonly [Topic, () => void]>();
  const { inbox } = client;
  const stale = new Set<string>(); // rooms, and "" for the inbox, that differ from the storage
  let entries = client.outbox.entries();
  let user: string | null = null;
  let saving: (() => void) | undefined;
  let closed = false;

  const tell = (topic: Topic): void => {
    for (const [about, listener] of listeners) if (about === topic) listener();
  };

  function timeline(name: string): StoredTimeline {
    const known =
      timelines.get(name) ??
      createTimeline(client.room(name), { client, pageSize, windowSize, clock, random, changed: () => save(name) });
    timelines.delete(name);
    timelines.set(name, known);
    return known;
  }

  function save(name: string): void {
    stale.add(name);
    if (!closed) saving ??= clock.after(SAVE_AFTER_MS, () => void write());
  }

  async function write(): Promise<void> {
    saving?.();
    saving = undefined;
    const changes: StorageChange[] = [];
    for (const name of stale) {
      const value = name ? timelines.get(name)?.cached() : { user, rooms: inbox.snapshot().rooms.slice(0, 2 * cachedRooms) };
      if (value !== null) changes.push({ key: name ? ROOM_PREFIX + name : INBOX_KEY, value });
    }
    stale.clear();
    // The rooms that were used last are kept, in memory and in the storage.
    let more = timelines.size - cachedRooms;
    for (const [name, { opened }] of timelines) {
      if (more-- <= 0 || opened) continue;
      timelines.delete(name);
      changes.push({ key: ROOM_PREFIX + name, value: undefined });
    }
    // Without its cache the store starts empty the next time.
    if (changes.length > 0) await client.storage.apply(changes).catch(() => {});
  }

  async function restore(): Promise<void> {
    for (const cached of (await client.storage.list(PREFIX)) as Cached[]) {
      if ("room" in cached) {
        timeline(cached.room).restore(cached);
      } else {
        user = cached.user;
        inbox.restore(cached.rooms);
      }
    }
    tell("inbox");
  }

  /** What a room that I may not read held stays neither in the storage nor, once it is closed, in memory. */
  function forget(name: string): void {
    if (!timelines.get(name)?.opened) timelines.delete(name);
    save(name);
  }

  // The client empties the storage of another user; what was shown of it goes here.
  function checkUser(): void {
    const { me } = client;
    if (!me || me.id === user) return;
    if (user) {
      for (const [name, { opened, restarted }] of timelines) {
        if (opened) restarted();
        else timelines.delete(name);
      }
    }
    user = me.id;
    save("");
  }

  const unsubscribe = [
    client.on("state", () => {
      checkUser();
      for (const one of timelines.values()) if (one.opened) one.touch();
      tell("connection");
    }),
    client.on("event", (event) => timelines.get(event.room)?.receive(event)),
    client.on("signal", (signal) => timelines.get(signal.room)?.signals.receive(signal, client.me)),
    client.on("joined", ({ room, reset }) => (reset ? timelines.get(room)?.restarted() : timelines.get(room)?.joined())),
    client.on("left", ({ room, error }) => {
      timelines.get(room)?.left(error);
      forget(room);
    }),
    client.on("inbox", (change) => {
      const { type } = change;
      if (type === "removed") forget(change.room);
      else if (type !== "activity") for (const { room } of type === "list" ? change.rooms : [change]) timelines.get(room)?.member();
      save("");
      tell("inbox");
    }),
    client.on("outbox", (change) => {
      entries = client.outbox.entries();
      const known = timelines.get(change.entry.room);
      if (change.type === "acknowledged") known?.acknowledged(change.entry, change.ack);
      else known?.touch();
      tell("outbox");
    }),
  ];

  return {
    client,
    ready: restore().catch(() => {}),
    connection: () => client.state,
    inbox: inbox.snapshot,
    outbox: () => entries,
    timeline,
    loadMoreRooms: inbox.more,
    subscribe(topic, listener) {
      const one = [topic, listener] as const;
      listeners.add(one);
      return () => void listeners.delete(one);
    },
    async close() {
      for (const stop of unsubscribe) stop();
      for (const { opened, leave } of timelines.values()) if (opened) leave();
      const written = write();
      // A view that is taken down after its store must not write what was cleared meanwhile.
      closed = true;
      await written;
    },
  };
}
