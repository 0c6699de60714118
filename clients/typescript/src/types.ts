import type { Clock } from "./clock.js";
import type { ChatError, ErrorCode } from "./errors.js";
import type { Attachment, Author, Data, MyRoom, RoomEvent, Signal } from "./protocol.js";
import type { ChatStorage } from "./storage.js";
import type {
  Client,
} from "./handles.js";

/** Why a token is asked for: for a new connection, because the present one expires, or because it was refused. */
export type TokenReason = "connect" | "expiring" | "refused";

/** An access token that never changes, or a function that returns a fresh one. */
export type TokenSource = string | ((reason: TokenReason) => Promise<string>);

/** The part of a WebSocket that the client uses. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: (() => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** Options of {@link Client}. Only `url` and `token` are required. */
export interface ClientOptions {
  /** Address of the gateways, such as `location.origin`; several are used in turn after failures. */
  readonly url: string | readonly string[];
  readonly token: TokenSource;
  /** Where unsent messages are kept. Default: memory. */
  readonly storage?: ChatStorage;
  /** One socket for all tabs of the storage. Default: where the browser has Web Locks and BroadcastChannel. */
  readonly share?: boolean;
  /** Asks for the inbox with each connect: its page size, or false. Default: 100. */
  readonly inbox?: number | false;
  /** Most entries in the outbox, those that were refused included. Default: 1000. */
  readonly outboxCapacity?: number;
  /** Opens a socket. Default: the platform's WebSocket; Node 20 needs `nodeSocket` of `./node`. */
  readonly webSocket?: (url: string) => SocketLike;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  /** Chance in [0, 1), for jitter. */
  readonly random?: () => number;
}

/** What the connection is doing. It is "live" only while every joined room is complete. */
export type ConnectionState =
  | { readonly phase: "offline"; readonly retryAt?: number; readonly reason?: string }
  | { readonly phase: "connecting"; readonly attempt: number }
  /** `missing`: events known to be missing, at least one for each room that is not complete. */
  | { readonly phase: "catching-up"; readonly missing: number }
  | { readonly phase: "live" }
  /** The client does not come back by itself: sign in again, or fix what the reason says. */
  | { readonly phase: "ended"; readonly code: number; readonly reason: string };

/** The content of a new message; content or data is required. */
export interface NewMessage {
  readonly content?: string;
  readonly data?: Data;
  readonly replyTo?: number;
  /** Uploaded files, at most 10. What is known beside their ids is shown until the message comes back, also after a reload. */
  readonly attachments?: readonly (string | Attachment)[];
  /** Default: a random id. The same id is the same message. */
  readonly id?: string;
}

/** An action that waits in the outbox. */
export type OutboxAction =
  | ({ readonly type: "send" } & Omit<NewMessage, "id" | "attachments"> & {
        readonly attachments?: readonly string[];
        /** What is known of the attachments; it is not sent. */
        readonly files?: readonly Attachment[];
      })
  | { readonly type: "edit"; readonly seq: number; readonly content?: string; readonly data?: Data | null }
  | { readonly type: "delete"; readonly seq: number }
  | { readonly type: "react"; readonly seq: number; readonly emoji: string; readonly remove: boolean }
  | { readonly type: "emit"; readonly name: string; readonly data: Data };

/** One entry of the outbox, immutable: a change makes another object. */
export interface OutboxEntry {
  /** The id of the message, or of the entry if it is no message. */
  readonly id: string;
  readonly room: string;
  readonly action: OutboxAction;
  readonly at: number;
  /** Sorts the entries of all tabs. */
  readonly order: string;
  readonly state: "queued" | "sending" | "refused";
  /** Why it was refused. */
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

/** The log has the event. */
export interface Ack {
  readonly room: string;
  readonly seq: number;
  readonly at?: number;
}

/** An action under way. */
export interface Sending {
  readonly id: string;
  /** Resolves once the storage has the entry: it then outlives a reload. */
  readonly stored: Promise<void>;
  /** Resolves with the acknowledgement; rejects with a {@link ChatError} when refused or discarded. */
  readonly acknowledged: Promise<Ack>;
}

/** A change of the outbox. An acknowledged or undone entry is not in the outbox any more. */
export type OutboxChange =
  | { readonly type: "added" | "changed" | "refused" | "discarded"; readonly entry: OutboxEntry }
  /** The server refused a deletion or a reaction, which is therefore dropped. */
  | { readonly type: "undone"; readonly entry: OutboxEntry; readonly error: ChatError }
  | { readonly type: "acknowledged"; readonly entry: OutboxEntry; readonly ack: Ack };

/** The unsent actions of all tabs, in order. */
export interface Outbox {
  entries(room?: string): readonly OutboxEntry[];
  /** Offers a refused entry again, or one that waits, now. */
  retry(id: string): void;
  /** Drops an entry that is not being sent at this moment; false if it can't be dropped any more. */
  discard(id: string): boolean;
  /** Resolves once the entries of the storage are loaded. */
  readonly ready: Promise<void>;
}

/** Why a room was left. `refused`: the server did not let the client join, see `error`. */
export interface Left {
  readonly room: string;
  readonly reason: "left" | "kicked" | "banned" | "deleted" | "refused";
  /** `forbidden` or `not_found`, or why the join was refused. */
  readonly error: ChatError;
}

/**
 * A room was joined, also again after a lost socket. A further one with `reset` tells that what the client holds of the
 * room is of another log, and must be read again.
 */
export interface Joined {
  readonly room: string;
  /** The room's last event as of the join. */
  readonly seq: number;
  /** False: the missed events are too many for a replay, and are read page by page. */
  readonly recovered?: boolean | undefined;
  readonly reset: boolean;
}

/** A change of the inbox. */
export type InboxChange =
  /**
   * The first page of my rooms, which comes with each connect, or with `more` a further one. With `again` the first page
   * was read once more: rooms that it lacks stay.
   */
  | {
      readonly type: "list";
      readonly rooms: readonly MyRoom[];
      readonly next: string | null;
      readonly partial: boolean;
      readonly more: boolean;
      readonly again: boolean;
    }
  | ({ readonly type: "added"; readonly by?: Author } & MyRoom)
  | { readonly type: "removed"; readonly room: string; readonly reason: "left" | "kicked" | "banned" | "deleted" }
  | ({ readonly type: "activity" } & Pick<MyRoom, "room" | "lastSeq" | "readSeq" | "unread" | "unreadCapped" | "mentions" | "last">);

/** What {@link Client.on} can listen to. */
export interface ClientEvents {
  readonly state: ConnectionState;
  /** Events of joined rooms: each once and in order. */
  readonly event: RoomEvent;
  readonly signal: Signal;
  readonly joined: Joined;
  readonly left: Left;
  readonly inbox: InboxChange;
  readonly outbox: OutboxChange;
  /** A failure that no caller waits for, such as a storage that is full. */
  readonly error: ChatError;
}

