import type { SocketLike } from "../types.js";
/** Opens a WebSocket (RFC 6455) with what Node 20 has: `createClient({webSocket: nodeSocket, …})`. */
export declare function nodeSocket(url: string): SocketLike;
