import type { Room } from "../handles.js";
import type { TimelineHost } from "./stored-timeline.js";
import type { Window } from "./window.js";
/** Reads messages again whose reactions only the server knows. */
export interface Recount {
    check(seq: number): void;
    clear(): void;
}
/**
 * Makes a recount. It waits a little, which puts many reactions into one call, and those of many readers apart.
 *
 * @param generation changes when the window begins anew: an answer for an earlier one is dropped
 */
export declare function createRecount(room: Room, window: Window, { clock, random }: TimelineHost, generation: () => number, changed: () => void): Recount;
