/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | {
    readonly [key: string]: Json;
};
/** A JSON object of the application: at most 4 KiB as UTF-8, at most 8 levels deep. */
export type Data = {
    readonly [key: string]: Json;
};
/** The role of a member of a room. */
export type Role = "owner" | "moderator" | "member";
/** Who can find and read a room: all users, or only its members. */
export type Visibility = "public" | "private";
/** A user as events name it. `username` is missing once the account was erased. */
export interface Author {
    readonly id: string;
    readonly username?: string;
    /** The author is a service of the application. */
    readonly service?: true;
}
/** A file of a message. */
export interface Attachment {
    readonly id: string;
    readonly name: string;
    readonly contentType: string;
    readonly size: number;
}
/** What all events of a room's chain have. */
export interface EventBase {
    readonly room: string;
    /** Position in the room: increasing, not dense. */
    readonly seq: number;
    /** Position of the event before it in the room, 0 for the first. */
    readonly prev: number;
    /** Identifies the event for its sender; events of the server have ids too. */
    readonly id: string;
    readonly user: Author;
    /** Milliseconds since the epoch. */
    readonly at: number;
}
/** A message. One that was replayed or paged carries its present state. */
export interface Message extends EventBase {
    readonly type: "message";
    readonly content?: string;
    readonly data?: Data;
    readonly replyTo?: number;
    readonly attachments?: readonly Attachment[];
    /** Ids of the mentioned users. */
    readonly mentions?: readonly string[];
    readonly editedAt?: number;
    /** The message was deleted: it has no content, data, attachments and reactions any more. */
    readonly deletedAt?: number;
    readonly imported?: true;
    readonly reactions?: {
        readonly [emoji: string]: {
            readonly count: number;
            readonly me: boolean;
        };
    };
}
/** A message was edited. Without content and data if the message was deleted since. */
export interface Edited extends EventBase {
    readonly type: "edited";
    readonly target: number;
    readonly content?: string;
    readonly data?: Data | null;
    readonly mentions?: readonly string[];
}
/** A message was deleted. */
export interface Deleted extends EventBase {
    readonly type: "deleted";
    readonly target: number;
}
/** A user reacted to a message, or removed a reaction. */
export interface Reaction extends EventBase {
    readonly type: "reaction";
    readonly target: number;
    readonly emoji: string;
    readonly removed: boolean;
}
/** The members of a room changed. */
export interface MemberChange extends EventBase {
    readonly type: "member";
    readonly action: "joined" | "left" | "kicked" | "banned" | "unbanned" | "muted" | "role";
    readonly role?: Role;
    readonly by?: Author;
    readonly untilAt?: number;
}
/** The room itself changed. */
export interface RoomChange extends Omit<EventBase, "user"> {
    readonly type: "room";
    readonly action: "created" | "changed" | "deleted";
    readonly name: string;
    readonly visibility: Visibility;
    readonly slowModeSeconds?: number;
    readonly by?: Author;
    readonly data?: Data | null;
}
/** An event of the application that is kept. `user` and `data` are missing once the account was erased. */
export interface KeptEvent extends Omit<EventBase, "user"> {
    readonly type: "event";
    readonly name: string;
    readonly user?: Author;
    readonly data?: Data;
}
/** An event of a room's chain. */
export type RoomEvent = Message | Edited | Deleted | Reaction | MemberChange | RoomChange | KeptEvent;
/** Whether a user is there. */
export type Status = "online" | "away";
/** A user who is online. */
export interface OnlineUser {
    readonly id: string;
    readonly username: string;
    readonly status: Status;
    readonly since: number;
}
/** What joined clients learn beside the chain: it has no position, and is not repeated. */
export type Signal = {
    readonly type: "typing";
    readonly room: string;
    readonly user: Author;
    readonly typing: boolean;
} | {
    readonly type: "read";
    readonly room: string;
    readonly user: Author;
    readonly seq: number;
} | {
    readonly type: "presence_state";
    readonly room: string;
    readonly count: number;
    readonly users: readonly OnlineUser[];
} | {
    readonly type: "presence";
    readonly room: string;
    readonly user: Author;
    readonly status: Status | "offline";
    readonly at: number;
} | {
    readonly type: "presence_count";
    readonly room: string;
    readonly count: number;
} | {
    readonly type: "event";
    readonly room: string;
    readonly user?: Author;
    readonly name: string;
    readonly data?: Data;
    readonly at: number;
};
/** A room of mine, as lists and the inbox have it. */
export interface MyRoom {
    readonly room: string;
    readonly name: string;
    readonly visibility: Visibility;
    readonly kind: "public" | "private" | "direct";
    readonly role: Role;
    readonly lastSeq: number;
    readonly readSeq: number;
    /** Unread messages of others, at most 999; absent where the server can't tell it at present. */
    readonly unread?: number;
    /** There are more than 999 unread messages. */
    readonly unreadCapped?: true;
    /** Unread messages that mention me. */
    readonly mentions?: number;
    /** The other user of a direct room. */
    readonly with?: Author;
    readonly last?: Message;
}
/** A public room, as the search shows it. */
export interface PublicRoom {
    readonly room: string;
    readonly name: string;
    readonly memberCount: number;
}
/** A room with its settings. */
export interface RoomDetails {
    readonly room: string;
    readonly name: string;
    readonly visibility: Visibility;
    /** My role, if I am a member. */
    readonly role?: Role;
    readonly memberCount: number;
    readonly createdAt?: number;
    readonly lastSeq: number;
    readonly slowModeSeconds: number;
    /** Id of the other user of a direct room. */
    readonly direct?: string;
    readonly data?: Data;
}
/** A member of a room. */
export interface Member {
    readonly user: Author;
    readonly role: Role;
    readonly joinedAt: number;
}
/** A user who may not enter a room. */
export interface Ban {
    readonly user: Author;
    readonly by?: Author;
    readonly bannedAt: number;
}
/** The public profile of a user. */
export interface User {
    readonly id: string;
    readonly username: string;
    readonly name?: string;
    /** Id of a file. */
    readonly avatar?: string;
    readonly data?: Data;
}
/** My own profile. */
export interface Profile extends User {
    readonly email?: string;
    readonly createdAt: number;
}
/** An uploaded file. */
export interface StoredFile extends Attachment {
    readonly sha256: string;
    readonly url: string;
    readonly status: string;
}
/** A page of messages, oldest first. `before` and `after` ask for the next page, null where there is none. */
export interface MessagePage {
    readonly room: string;
    readonly messages: readonly Message[];
    readonly before: number | null;
    readonly after: number | null;
}
/** A page of a room's chain. `after` asks for the next page, null at the end. */
export interface EventPage {
    readonly room: string;
    readonly events: readonly RoomEvent[];
    readonly after: number | null;
}
/** A page of a list. `next` is the cursor of the next page, null at the end. */
export type Page<K extends string, T> = {
    readonly [key in K]: readonly T[];
} & {
    readonly next: string | null;
};
