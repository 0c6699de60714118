import type { MyRoom } from "./protocol.js";
import type { InboxSnapshot } from "./handles.js";
import type { InboxChange } from "./types.js";
/** My rooms, most recently active first, kept up to date by the changes of the client's inbox. */
export interface InboxState {
    snapshot(): InboxSnapshot;
    /** Cursor of the next page, null at the end. */
    next(): string | null;
    /** Applies a change, which may say that changes are told of some rooms only from now on. */
    apply(change: InboxChange, partial: boolean): void;
    restore(rooms: readonly MyRoom[]): void;
}
/** Makes an inbox that is not loaded. */
export declare function createInboxState(): InboxState;
