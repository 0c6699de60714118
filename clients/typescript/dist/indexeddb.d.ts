/**
 * The storage of browsers: it outlives reloads, and all tabs share it.
 *
 * @module @chat-backbone/client/indexeddb
 */
import type { ChatStorage } from "./storage.js";
/** A storage in IndexedDB. Use one name for each user, such as `chat-${user.id}`. */
export declare function indexedDbStorage(name: string): ChatStorage;
