import type { Clock } from "./clock.js";
import type { Emitter } from "./emitter.js";
import { type ClientOutbox } from "./outbox.js";
import type { Rest } from "./rest.js";
import type { Subscriptions } from "./subscriptions.js";
import type { Room } from "./handles.js";
import type { ClientEvents } from "./types.js";
/** What a room needs of its client. */
export interface RoomHost {
    readonly clock: Clock;
    readonly emitter: Emitter<ClientEvents>;
    readonly subscriptions: Subscriptions;
    readonly outbox: ClientOutbox;
    readonly rest: Rest;
    /** Sends a frame that is answered only by an error; false if it was not sent. */
    tell(frame: object): boolean;
    /** Moves the read marker, now or once connected. */
    markRead(room: string, seq: number): void;
}
/** Makes the handle of a room. */
export declare function createRoom(name: string, host: RoomHost): Room;
