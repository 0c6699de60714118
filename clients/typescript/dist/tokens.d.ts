import type { Clock } from "./clock.js";
import type { TokenReason, TokenSource } from "./types.js";
/** The access token in use, and how to get another one. */
export interface Tokens {
    /** The last token, or null before the first. */
    current(): string | null;
    /** Asks the application; calls at the same time get the same answer. */
    get(reason: TokenReason): Promise<string>;
    /** Whether there can be another token. */
    readonly renewable: boolean;
}
/** Makes {@link Tokens} of what the application gave. */
export declare function createTokens(source: TokenSource, clock: Clock): Tokens;
