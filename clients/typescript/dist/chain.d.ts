import { type Clock } from "./clock.js";
import { ChatError } from "./errors.js";
import type { EventPage, RoomEvent } from "./protocol.js";
/** What a chain asks of its client. */
export interface ChainHost {
    readonly clock: Clock;
    readonly random: () => number;
    page(after: number): Promise<EventPage>;
    /** The next event, each once and in order. */
    deliver(event: RoomEvent): void;
    /** `missing` may have changed. */
    changed(): void;
    /** What was held is of another log; the position is one of this log now. */
    reset(): void;
    /** The room can't be read any more. */
    lost(error: ChatError): void;
}
/** The answer to a join, as far as the chain needs it. */
export interface JoinAnswer {
    readonly seq: number;
    readonly recovered?: boolean;
    readonly missed?: number;
}
/** The events of one room, made complete: an event is delivered only after the one before it. */
export interface Chain {
    /** The seq up to which every event was delivered, null before the first join. */
    position(): number | null;
    /** Events known to be missing; 0 if the chain is complete as far as the client can know. */
    missing(): number;
    joined(answer: JoinAnswer): void;
    receive(event: RoomEvent): void;
    /** The socket is gone: forgets what only that socket would have brought. */
    interrupt(): void;
}
/** Makes the chain of a room that holds everything up to `start`. */
export declare function createChain(start: number | null, host: ChainHost): Chain;
