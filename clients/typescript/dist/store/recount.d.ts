import type { Room } from "../handles.js";
import type { TimelineHost } from "./stored-timeline.js";
import type { Window } from "./window.js";
/** Reads messages again whose reactions only the server knows. */
export interface Recount {
    check(seq: number): void;
    clear(): void;
}
/**
 * Makes a recount. It waits a little, which puts many reactions into one call, and those of many readers apart; the longer,
 * the more often it was asked in a row. One call is under way at a time.
 *
 * @param counted called once messages were read
 */
export declare function createRecount(room: Room, window: Window, { clock, random }: TimelineHost, counted: () => void): Recount;
