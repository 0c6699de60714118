import type { Clock } from "./clock.js";
import type { ChatError, ErrorCode } from "./errors.js";
import type { Author, Ban, Data, EventPage, Member, MessagePage, MyRoom, OnlineUser, Page, Profile, PublicRoom, Role, RoomDetails, RoomEvent, Signal, Status, StoredFile, User, Visibility } from "./protocol.js";
import type { ChatStorage } from "./storage.js";
/** Why a token is asked for: for a new connection, because the present one expires, or because it was refused. */
export type TokenReason = "connect" | "expiring" | "refused";
/** An access token that never changes, or a function that returns a fresh one. */
export type TokenSource = string | ((reason: TokenReason) => Promise<string>);
/** The part of a WebSocket that the client uses. */
export interface SocketLike {
    onopen: (() => void) | null;
    onmessage: ((event: {
        data: unknown;
    }) => void) | null;
    onclose: ((event: {
        code: number;
        reason: string;
    }) => void) | null;
    onerror: (() => void) | null;
    send(text: string): void;
    close(code?: number): void;
}
/** Options of {@link Client}. Only `url` and `token` are required. */
export interface ClientOptions {
    /** Address of the gateways, such as `https://chat.example`; several are used in turn after failures. */
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
export type ConnectionState = {
    readonly phase: "offline";
    readonly retryAt?: number;
    readonly reason?: string;
} | {
    readonly phase: "connecting";
    readonly attempt: number;
}
/** `missing`: events known to be missing, at least one for each room that is not complete. */
 | {
    readonly phase: "catching-up";
    readonly missing: number;
} | {
    readonly phase: "live";
}
/** The client does not come back by itself: sign in again, or fix what the reason says. */
 | {
    readonly phase: "ended";
    readonly code: number;
    readonly reason: string;
};
/** The content of a new message; content or data is required. */
export interface NewMessage {
    readonly content?: string;
    readonly data?: Data;
    readonly replyTo?: number;
    /** Ids of uploaded files, at most 10. */
    readonly attachments?: readonly string[];
    /** Default: a random id. The same id is the same message. */
    readonly id?: string;
}
/** An action that waits in the outbox. */
export type OutboxAction = ({
    readonly type: "send";
} & Omit<NewMessage, "id">) | {
    readonly type: "edit";
    readonly seq: number;
    readonly content?: string;
    readonly data?: Data | null;
} | {
    readonly type: "delete";
    readonly seq: number;
} | {
    readonly type: "react";
    readonly seq: number;
    readonly emoji: string;
    readonly remove: boolean;
} | {
    readonly type: "emit";
    readonly name: string;
    readonly data: Data;
};
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
    readonly error?: {
        readonly code: ErrorCode;
        readonly message: string;
    };
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
export type OutboxChange = {
    readonly type: "added" | "changed" | "refused" | "discarded";
    readonly entry: OutboxEntry;
}
/** The server refused a deletion or a reaction, which is therefore dropped. */
 | {
    readonly type: "undone";
    readonly entry: OutboxEntry;
    readonly error: ChatError;
} | {
    readonly type: "acknowledged";
    readonly entry: OutboxEntry;
    readonly ack: Ack;
};
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
/** The answer to a join. `reset`: what the client holds of the room is of another log, and must be read again. */
export interface Joined {
    readonly room: string;
    /** The room's last event as of the join. */
    readonly seq: number;
    readonly reset: boolean;
}
/** A change of the inbox. */
export type InboxChange = 
/** The first page of my rooms, which comes with each connect, or with `more` a further one. */
{
    readonly type: "list";
    readonly rooms: readonly MyRoom[];
    readonly next: string | null;
    readonly partial: boolean;
    readonly more: boolean;
} | ({
    readonly type: "added";
    readonly by?: Author;
} & MyRoom) | {
    readonly type: "removed";
    readonly room: string;
    readonly reason: "left" | "kicked" | "banned" | "deleted";
} | ({
    readonly type: "activity";
} & Pick<MyRoom, "room" | "lastSeq" | "readSeq" | "unread" | "unreadCapped" | "mentions" | "last">);
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
/** Which page of the history; the newest one by default. */
export interface HistoryQuery {
    readonly before?: number;
    readonly after?: number;
    readonly around?: number;
    /** 1 to 200, default 50. */
    readonly limit?: number;
}
/** A change of a room's settings. An absent field stays. */
export interface RoomSettings {
    readonly name?: string;
    readonly visibility?: Visibility;
    readonly slowModeSeconds?: number;
    readonly data?: Data | null;
}
/** Which page of a list. */
export interface ListQuery {
    readonly limit?: number;
    readonly cursor?: string;
}
/** One room. The same object for the same name. */
export interface Room {
    readonly name: string;
    /** The seq up to which the client has every event; null before the first join. */
    readonly position: number | null;
    readonly joined: boolean;
    /** Whether the client has every event up to now. */
    readonly complete: boolean;
    /**
     * Follows the room; counts, so that each join needs a leave. Events after `after` come first; without it,
     * those from now on. Resolves when the server has joined the client.
     */
    join(options?: {
        readonly after?: number;
        readonly presence?: boolean;
    }): Promise<Joined>;
    leave(): void;
    on<K extends "event" | "signal" | "joined" | "left">(name: K, listener: (value: ClientEvents[K]) => void): () => void;
    send(message: NewMessage | string): Sending;
    edit(seq: number, change: {
        readonly content?: string;
        readonly data?: Data | null;
    }): Sending;
    delete(seq: number): Sending;
    react(seq: number, emoji: string, remove?: boolean): Sending;
    /** Emits an event that becomes part of the room's chain. */
    keep(name: string, data: Data, id?: string): Sending;
    /** Emits an event to those who are there now; lost while the client is not connected. */
    emit(name: string, data: Data): void;
    /** Tells that I am typing; call it with each key stroke. */
    typing(typing?: boolean): void;
    /** Moves my read marker forward; kept until the client is connected. */
    read(seq: number): void;
    history(query?: HistoryQuery): Promise<MessagePage>;
    events(after: number, limit?: number): Promise<EventPage>;
    details(): Promise<RoomDetails>;
    change(settings: RoomSettings): Promise<RoomDetails>;
    /** Deletes the room; its name is not used again. */
    remove(): Promise<void>;
    members(query?: ListQuery): Promise<Page<"members", Member>>;
    /** Makes a user, or me, a member, or gives a role. */
    addMember(user: string | "me", role?: Role): Promise<void>;
    /** Removes a member; `me` leaves the room. */
    removeMember(user: string | "me", options?: {
        readonly ban?: boolean;
    }): Promise<void>;
    bans(query?: ListQuery): Promise<Page<"bans", Ban>>;
    unban(user: string): Promise<void>;
    /** Mutes a user until a time; 0 lifts the mute. */
    mute(user: string, untilAt: number): Promise<void>;
    online(query?: ListQuery): Promise<Page<"users", OnlineUser> & {
        readonly count: number;
    }>;
}
/** My rooms, and others to find. */
export interface Rooms {
    mine(query?: ListQuery): Promise<Page<"rooms", MyRoom>>;
    search(query: string, page?: ListQuery): Promise<Page<"rooms", PublicRoom>>;
    create(room: {
        readonly room?: string;
        readonly name?: string;
        readonly visibility: Visibility;
        readonly data?: Data;
    }): Promise<RoomDetails>;
    /** The one room of me and another user. */
    direct(userId: string): Promise<RoomDetails>;
}
/** Immutable view of the inbox. */
export interface InboxSnapshot {
    /** Most recently active first. */
    readonly rooms: readonly MyRoom[];
    readonly loaded: boolean;
    /** There are further rooms to load. */
    readonly hasMore: boolean;
    /** Changes are told of the most recently active rooms only. */
    readonly partial: boolean;
}
/** All my rooms over one socket, without joining them. `client.on("inbox", …)` tells of changes. */
export interface Inbox {
    /** The same object until something changes. */
    snapshot(): InboxSnapshot;
    /** Loads the next page, if there is one. */
    more(): Promise<void>;
    /** Shows rooms of the last visit until the server's list comes. */
    restore(rooms: readonly MyRoom[]): void;
}
/** People. */
export interface Users {
    search(query: string, page?: ListQuery): Promise<Page<"users", User>>;
    get(id: string): Promise<User>;
    online(page?: ListQuery): Promise<Page<"users", OnlineUser> & {
        readonly count: number;
    }>;
    profile(): Promise<Profile>;
    changeProfile(change: {
        readonly name?: string | null;
        readonly avatar?: string | null;
        readonly data?: Data | null;
    }): Promise<Profile>;
    /** Erases my account everywhere. */
    eraseMe(password?: string): Promise<void>;
}
/** How a file is uploaded. */
export interface UploadOptions {
    /** Readers of this room may fetch the file; without it, only its owner until it is attached. */
    readonly room?: string;
    /** Default: the name of the `File`. */
    readonly name?: string;
    /** Share of the bytes that were sent, 0 to 1. */
    readonly onProgress?: (share: number) => void;
    readonly signal?: AbortSignal;
}
/** Files of messages and profiles. */
export interface Files {
    upload(file: Blob, options?: UploadOptions): Promise<StoredFile>;
    details(id: string): Promise<StoredFile>;
    /** Fetches a file; `size` asks for a preview of a picture, such as 320. */
    download(id: string, options?: {
        readonly size?: number;
        readonly signal?: AbortSignal;
    }): Promise<Response>;
    /** An address for `<img>` or a download, valid for a minute and without a token. */
    link(id: string, options?: {
        readonly size?: number;
        readonly signal?: AbortSignal;
    }): Promise<string>;
}
/** A connection to the chat backbone. */
export interface Client {
    readonly state: ConnectionState;
    /** Who I am; null before the first connect. */
    readonly me: Author | null;
    readonly rooms: Rooms;
    readonly inbox: Inbox;
    readonly users: Users;
    readonly files: Files;
    readonly outbox: Outbox;
    readonly storage: ChatStorage;
    /** Connects and stays connected; also after the connection ended. */
    connect(): void;
    /** Goes offline until the next {@link connect}; rooms stay joined for then. */
    disconnect(): void;
    /** Disconnects for good. What is in the outbox stays in the storage. */
    close(): Promise<void>;
    on<K extends keyof ClientEvents>(name: K, listener: (value: ClientEvents[K]) => void): () => void;
    /** Resolves once the phase is "live"; rejects if it ends first. */
    live(): Promise<void>;
    room(name: string): Room;
    upload(file: Blob, options?: UploadOptions): Promise<StoredFile>;
    /** Tells whether I am at this device. */
    status(status: Status): void;
    /** Any call of the REST interface, with my token. */
    request<T>(method: string, path: string, body?: unknown): Promise<T>;
}
