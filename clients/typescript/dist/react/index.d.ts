/**
 * Hooks on the store.
 *
 * @module @chat-backbone/client/react
 */
import { type ReactElement, type ReactNode } from "react";
import type { ChatError } from "../errors.js";
import type { Author, StoredFile } from "../protocol.js";
import type { PresenceSnapshot, Store, Timeline, TimelineSnapshot } from "../store/types.js";
import type { Client, InboxSnapshot, Room } from "../handles.js";
import type { ConnectionState, OutboxEntry } from "../types.js";
/** Gives the components below it the store. */
export declare function ChatProvider({ store, children }: {
    readonly store: Store;
    readonly children?: ReactNode;
}): ReactElement;
/** The store of the nearest {@link ChatProvider}. */
export declare function useStore(): Store;
/** The client of the store. */
export declare function useClient(): Client;
/** What the connection is doing. */
export declare function useConnection(): ConnectionState;
/** My rooms, most recently active first. */
export declare function useInbox(): InboxSnapshot & {
    loadMore(): Promise<void>;
};
/** The handle of a room: sending, members, settings. */
export declare function useRoom(name: string): Room;
/** How {@link useTimeline} opens a room. */
export interface UseTimelineOptions {
    /** Whether to be told who is online. */
    readonly presence?: boolean;
    /** Shows the window around this message first. */
    readonly around?: number;
}
/** The timeline of a room, which stays joined while the component is mounted. */
export declare function useTimeline(room: string, { presence, around }?: UseTimelineOptions): TimelineSnapshot & Pick<Timeline, "loadOlder" | "loadNewer" | "jumpTo" | "jumpToNewest">;
/** Who types in a room, besides me. */
export declare function useTyping(room: string): readonly Author[];
/** Who is online in a room; it needs a timeline that was opened with `presence`. */
export declare function usePresence(room: string): PresenceSnapshot;
/** Up to which message others have read, by user id. */
export declare function useReadMarkers(room: string): ReadonlyMap<string, number>;
/** My unsent actions, of one room or of all. */
export declare function useOutbox(room?: string): {
    readonly entries: readonly OutboxEntry[];
    retry(id: string): void;
    discard(id: string): boolean;
};
/** The state of an upload. */
export interface UploadState {
    /** Share of the bytes that were sent; null while nothing is uploaded. */
    readonly progress: number | null;
    readonly error: ChatError | null;
}
/** Uploads one file at a time, with progress; another one aborts it, and so does leaving the component. */
export declare function useUpload(room?: string): UploadState & {
    upload(file: Blob, name?: string): Promise<StoredFile>;
    abort(): void;
};
