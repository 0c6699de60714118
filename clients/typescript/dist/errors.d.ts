/** Codes of the server. */
export type ServerCode = "invalid_request" | "unauthenticated" | "forbidden" | "not_found" | "method_not_allowed" | "not_acceptable" | "conflict" | "too_large" | "unsupported_type" | "rate_limited" | "internal" | "unavailable";
/** Codes of the client itself: no answer, stopped by the caller, no place in the outbox, client closed. */
export type LocalCode = "unreachable" | "aborted" | "outbox_full" | "closed";
/** What a {@link ChatError} is about. */
export type ErrorCode = ServerCode | LocalCode;
/** What is known of a failure. */
export interface ErrorFields {
    readonly code: ErrorCode;
    readonly message?: string | undefined;
    readonly status?: number | undefined;
    readonly retryAfterMs?: number | undefined;
    readonly errors?: readonly FieldError[] | undefined;
}
/** What is wrong with one field of a request. */
export interface FieldError {
    readonly field: string;
    readonly message: string;
}
/** A failed call. Decide by `code`; show `errors` beside their fields. */
export declare class ChatError extends Error {
    /** The server's code, or one of the client's own. */
    readonly code: ErrorCode;
    /** HTTP status, if the failure came from a call. */
    readonly status: number | undefined;
    /** Time to wait before the next try. */
    readonly retryAfterMs: number | undefined;
    /** What is wrong with which field. */
    readonly errors: readonly FieldError[];
    constructor({ code, message, status, retryAfterMs, errors }: ErrorFields);
    /** Whether the same request may succeed later. */
    get temporary(): boolean;
}
/** Whether a request that failed with this code may succeed later. */
export declare function isTemporary(code: ErrorCode): boolean;
/** Any thrown value as a {@link ChatError}; what is not one is a failure of the network. */
export declare function asChatError(thrown: unknown): ChatError;
