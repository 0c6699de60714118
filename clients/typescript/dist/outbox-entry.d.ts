import { ChatError } from "./errors.js";
import type { OutboxChange, OutboxEntry, Sending } from "./types.js";
/** An entry with what its owner knows of it. */
export interface Held {
    entry: OutboxEntry;
    /** An earlier try may have arrived. */
    tried: boolean;
    /** It came from the storage. */
    readonly loaded: boolean;
    /** Ends the wait for the next try. */
    cancelWait: (() => void) | null;
}
/** The frame that does what the entry says. */
export declare function frameOf({ entry: { id, room, action }, tried }: Held): object;
/** What a call gets whose entry was not accepted. */
export declare function failedSending(id: string, error: ChatError): Sending;
/** A change as it passes a channel: an error does not pass as it is. */
export declare function plain(change: OutboxChange): OutboxChange;
/** A change that came over a channel. */
export declare function revived(change: OutboxChange): OutboxChange;
/** A random id, also on pages that came over plain HTTP: these have no `randomUUID`. */
export declare function newId(): string;
