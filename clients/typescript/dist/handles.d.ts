import type { Author, Ban, Data, EventPage, Member, MessagePage, MyRoom, OnlineUser, Page, Profile, PublicRoom, Role, RoomDetails, Status, StoredFile, User, Visibility } from "./protocol.js";
import type { ChatStorage } from "./storage.js";
import type { ConnectionState, NewMessage, Sending, Outbox, Joined, ClientEvents } from "./types.js";
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
/**
 * A join of a room: it resolves when the server has joined the client, and rejects if it does not. Keep it, and not only
 * what it resolves with, to leave the room later.
 */
export interface Joining extends Promise<Joined> {
    /** Gives the join back. The room is left with its last one; the joins of a room that has ended are void. */
    leave(): void;
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
     * Follows the room until each join was given back. Events after `after` come first; without it, those from now on.
     * The first join decides. With `presence` come signals of who is online, as long as one such join is held.
     */
    join(options?: {
        readonly after?: number;
        readonly presence?: boolean;
    }): Joining;
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
    /** Changes are told of some rooms only. The first rooms are read again when the window is looked at again. */
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
    /** Share of the bytes that were sent, 0 to 1; outside of browsers only these two. */
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
