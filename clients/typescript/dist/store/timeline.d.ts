import type { Room } from "../handles.js";
import type { StoredTimeline, TimelineHost } from "./stored-timeline.js";
/** Makes the timeline of a room; it is empty until it is opened or restored. */
export declare function createTimeline(room: Room, host: TimelineHost): StoredTimeline;
