import type { ChatStorage } from "../storage.js";
/**
 * A storage in a folder, for one process. Each change is a line that is added to a file; now and then the file is
 * written again without what was replaced.
 */
export declare function fileStorage(directory: string): ChatStorage;
