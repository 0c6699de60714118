/**
 * The client of the chat backbone: one connection that resumes without loss, rooms whose events come once and in
 * order, and an outbox that outlives reloads.
 *
 * @module @chat-backbone/client
 */
export type * from "./protocol.js";
export type * from "./types.js";
export type * from "./handles.js";
export { asChatError, ChatError, isTemporary, type ErrorCode, type ErrorFields, type FieldError, type LocalCode, type ServerCode } from "./errors.js";
export { backoff, systemClock, type Clock } from "./clock.js";
export { memoryStorage, type ChatStorage, type StorageChange } from "./storage.js";
export { createClient } from "./client.js";
