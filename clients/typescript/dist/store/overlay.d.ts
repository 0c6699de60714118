import type { Author } from "../protocol.js";
import type { PendingAction, TimelineItem } from "./types.js";
import { type Line } from "./window.js";
/** The line as an item; the same one for the same line. */
export declare function itemOf(line: Line): TimelineItem;
/** Lays my unsent actions over the lines. `atEnd`: the window reaches the end, where unsent messages stand. */
export declare function overlay(lines: readonly Line[], unseen: readonly PendingAction[], me: Author | null, atEnd: boolean): readonly TimelineItem[];
