import type { Edited, Message, Reaction, RoomEvent } from "../protocol.js";
import type { TimelineItem } from "./types.js";
/** An event that has a line of its own in a timeline. */
export type Line = TimelineItem["event"];
/** Consecutive lines of a room, by position. */
export interface Window {
    lines(): readonly Line[];
    get(seq: number): Line | undefined;
    /** Puts a line in its place; one that is there is replaced. */
    put(line: Line): void;
    /** Drops lines beyond a number, from the far end. */
    trim(most: number, end: "oldest" | "newest"): boolean;
    clear(): void;
}
/** Makes an empty window. */
export declare function createWindow(): Window;
/** Whether an event is a line of its own. That a room was made is what its beginning says anyway. */
export declare function isLine(event: RoomEvent): event is Line;
/** A message after an edit; the same object if the message is as new, or deleted. */
export declare function edited(message: Message, { content, data, mentions, at }: Edited): Message;
/** What is left of a message that was deleted. */
export declare function deleted(message: Message, at: number): Message;
/** A message after a reaction. */
export declare function reacted(message: Message, { emoji, removed }: Pick<Reaction, "emoji" | "removed">, mine: boolean): Message;
