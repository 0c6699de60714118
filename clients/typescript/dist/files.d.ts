import type { Clock } from "./clock.js";
import { type Rest } from "./rest.js";
import type { Files } from "./handles.js";
/** Makes {@link Files}. */
export declare function createFiles(rest: Rest, fetch: typeof globalThis.fetch, clock: Clock): Files;
