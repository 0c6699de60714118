import type { Client } from "../handles.js";
import type { Store, StoreOptions } from "./types.js";
export type * from "./types.js";
/** Makes the store of a client. Rooms of the last visit are there at once, from the client's storage. */
export declare function createStore(client: Client, options?: StoreOptions): Store;
