import { type Clock } from "./clock.js";
import { ChatError } from "./errors.js";
import type { Frame } from "./link.js";
import type { RoomEvent } from "./protocol.js";
import type { ChatStorage } from "./storage.js";
import type { Tabs } from "./tabs.js";
import type { Outbox, OutboxAction, OutboxChange, Sending } from "./types.js";
/** What the outbox needs of the client. */
export interface OutboxHost {
    readonly clock: Clock;
    readonly random: () => number;
    readonly storage: ChatStorage;
    readonly tabs: Tabs | null;
    readonly capacity: number;
    ask(frame: object): Promise<Frame>;
    isConnected(): boolean;
    changed(change: OutboxChange): void;
    failed(error: ChatError): void;
}
/** The outbox with what only the client calls. */
export interface ClientOutbox extends Outbox {
    add(room: string, action: OutboxAction, id?: string): Sending;
    /** A socket stands, for the user to whom the entries belong. */
    connected(): void;
    /** The socket is gone: nothing is sent before `connected`. */
    lost(): void;
    /** The storage is another user's: empties it, but for what was added since the start, unless that is of another user too. */
    forget(all: boolean): Promise<void>;
    /** An event of mine: its message needs no acknowledgement any more. */
    seen(event: RoomEvent): void;
    close(): void;
}
/** Whether no frame can hold it: the server would end the connection. */
export declare function isTooLarge(action: object): boolean;
/**
 * Makes the outbox. One tab owns it and sends, the others see the entries. In each room one action is under way at a
 * time, so that a repeated one does not overtake a later one.
 */
export declare function createOutbox(host: OutboxHost): ClientOutbox;
