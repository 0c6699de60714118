import type { Clock } from "./clock.js";
import { ChatError } from "./errors.js";
import type { Tokens } from "./tokens.js";
/** How one call differs from the usual. */
export interface CallOptions {
    readonly body?: unknown;
    /** In place of `body`; it may take as long as it takes. */
    readonly form?: Blob;
    readonly query?: {
        readonly [name: string]: string | number | boolean | undefined;
    };
    readonly signal?: AbortSignal | undefined;
    /** Milliseconds in which the answer must be there, with what is read of it. */
    readonly withinMs?: number;
}
/** The REST interface of the gateways. */
export interface Rest {
    call<T>(method: string, path: string, options?: CallOptions): Promise<T>;
    /** A call whose answer is not JSON. */
    fetch(method: string, path: string, options?: CallOptions): Promise<Response>;
    url(path: string): string;
    /** Runs a call with a token, and once more with a new one if it was refused. */
    authorized<T>(run: (token: string) => Promise<T>): Promise<T>;
}
/** What {@link createRest} needs. */
export interface RestOptions {
    readonly base: () => string;
    readonly tokens: Tokens;
    readonly fetch: typeof fetch;
    readonly clock: Clock;
}
/** Makes {@link Rest}. */
export declare function createRest({ base, tokens, fetch, clock }: RestOptions): Rest;
/** One HTTP call and what is read of its answer; anything but success is thrown as {@link ChatError}. */
export declare function answerOf<T>(fetch: typeof globalThis.fetch, clock: Clock, method: string, address: string, { body, form, signal, token, withinMs }: CallOptions & {
    readonly token?: string;
}, read: (response: Response) => T | Promise<T>): Promise<T>;
/** The failure that an answer tells of. A proxy may answer with HTML, so the status decides where there is no code. */
export declare function problemOf(status: number, text: string, retryAfter: string | null): ChatError;
/** The body of an answer, undefined where there is none. A network that asks for a sign-in answers with its own page. */
export declare function jsonOf(response: Response): Promise<unknown>;
/** A text as JSON, null if it is none. */
export declare function parsed(text: string): unknown;
/** Parameters as the query of an address. */
export declare function queryOf(query: CallOptions["query"]): string;
