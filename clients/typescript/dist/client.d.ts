import type { Client } from "./handles.js";
import type { ClientOptions } from "./types.js";
/** Makes a client. It is offline until {@link Client.connect}. */
export declare function createClient(options: ClientOptions): Client;
