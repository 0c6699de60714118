import type { Clock } from "./clock.js";
import type { Frame } from "./link.js";
/** Frames that are answered: each gets a `ref`, which its answer repeats. */
export interface Requests {
    /** Rejects with `unreachable` if the answer does not come: what was asked for may have happened or not. */
    ask(frame: object): Promise<Frame>;
    /** True if the frame was an answer. */
    answered(frame: Frame): boolean;
    /** The socket is gone, and with it all answers. */
    lost(): void;
}
/** Makes {@link Requests} over a connection. */
export declare function createRequests(clock: Clock, send: (frame: object) => boolean): Requests;
