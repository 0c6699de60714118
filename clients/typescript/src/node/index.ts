/**
 * What Node lacks: a storage in files, and a WebSocket for Node 20.
 *
 * @module @chat-backbone/client/node
 */
export { fileStorage } from "./file-storage.js";
export { nodeSocket } from "./socket.js";
