import type { Clock } from "../clock.js";
import type { ChatError } from "../errors.js";
import type { Author, KeptEvent, MemberChange, Message, OnlineUser, RoomChange } from "../protocol.js";
import type { Client, InboxSnapshot } from "../handles.js";
import type { Ack, ConnectionState, OutboxEntry } from "../types.js";

/** An action of mine on an item: its outbox entry, or one that was acknowledged and whose event is still to come. */
export type PendingAction = Omit<OutboxEntry, "state"> & {
  readonly state: OutboxEntry["state"] | "acknowledged";
  readonly ack?: Ack;
};

/** One line of a timeline. */
export interface TimelineItem {
  /** Stays the same when a message of mine becomes real, so that lists keep its row. */
  readonly key: string;
  /** Position; 0 for a message that the log does not have yet. */
  readonly seq: number;
  /** The message in its present state, my unsent changes included, or another event worth a line. */
  readonly event: Message | MemberChange | RoomChange | KeptEvent;
  readonly pending: PendingAction | null;
}

/** Immutable view of a room's timeline: the same object until something changes. */
export interface TimelineSnapshot {
  readonly room: string;
  /** Oldest first; unsent messages of mine at the end. */
  readonly items: readonly TimelineItem[];
  /** There are older messages to load. */
  readonly hasOlder: boolean;
  /** There are newer messages: the window is not at the end, as after {@link Timeline.jumpTo}. */
  readonly hasNewer: boolean;
  readonly loading: "first" | "older" | "newer" | null;
  /** The window holds something to show, from the cache or the server. */
  readonly loaded: boolean;
  /** The window is complete up to now. */
  readonly live: boolean;
  /** Why the last load failed, or why the room can't be read. */
  readonly error: ChatError | null;
}

/** Who is online in a room. `users` is empty where there are too many to name. */
export interface PresenceSnapshot {
  readonly count: number;
  readonly users: readonly OnlineUser[];
}

/** One room in the store. */
export interface Timeline {
  readonly room: string;
  snapshot(): TimelineSnapshot;
  subscribe(listener: () => void): () => void;
  /** Joins the room and loads its newest page; counts, so that each open needs its answer called. */
  open(options?: { readonly presence?: boolean; readonly around?: number }): () => void;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /** Shows the window around a message. */
  jumpTo(seq: number): Promise<void>;
  jumpToNewest(): Promise<void>;
  typing(): readonly Author[];
  presence(): PresenceSnapshot;
  /** Read markers by user id. */
  readMarkers(): ReadonlyMap<string, number>;
}

/** Options of the store. */
export interface StoreOptions {
  /** Messages in a page. Default: 50. */
  readonly pageSize?: number;
  /** Most messages in a window; beyond it the far end is dropped. Default: 20,000. */
  readonly windowSize?: number;
  /** Rooms whose newest messages are kept in the storage for the next start. Default: 50. */
  readonly cachedRooms?: number;
  readonly clock?: Clock;
  /** Chance in [0, 1), for jitter. */
  readonly random?: () => number;
}

/** The state of the chat: snapshots that change by identity, for `useSyncExternalStore` and its like. */
export interface Store {
  readonly client: Client;
  /** Resolves once cached rooms and the inbox of the last visit can be shown. */
  readonly ready: Promise<void>;
  connection(): ConnectionState;
  inbox(): InboxSnapshot;
  outbox(): readonly OutboxEntry[];
  timeline(room: string): Timeline;
  /** Loads the next page of the inbox. */
  loadMoreRooms(): Promise<void>;
  subscribe(topic: "connection" | "inbox" | "outbox", listener: () => void): () => void;
  /** Stops listening to the client, gives its joins back and saves what is cached. */
  close(): Promise<void>;
}
