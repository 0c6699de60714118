import type { Author } from "../protocol.js";
import type { Ack, OutboxEntry } from "../types.js";
import type { TimelineItem } from "./types.js";
import { type Line } from "./window.js";
/** An entry of the outbox, or one that was acknowledged and whose event is still to come. */
export interface Unseen {
    readonly entry: OutboxEntry;
    readonly ack: Ack | null;
}
/** The line as an item; the same one for the same line. */
export declare function itemOf(line: Line): TimelineItem;
/** Lays my unsent actions over the lines. `atEnd`: the window reaches the end, where unsent messages stand. */
export declare function overlay(lines: readonly Line[], unseen: readonly Unseen[], me: Author | null, atEnd: boolean): readonly TimelineItem[];
