import type { Clock } from "./clock.js";
import type { TokenReason } from "./types.js";
/** The user of an account. */
export interface AccountUser {
    readonly id: string;
    readonly username: string;
    readonly email: string;
    readonly createdAt: number;
}
/** Where a sign-in is kept: `localStorage` (all tabs), `sessionStorage` (one tab), or your own. */
export interface SignInStorage {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
}
/** Options of {@link Account}. */
export interface AccountOptions {
    /** Address of the gateways; several are tried in turn. */
    readonly url: string | readonly string[];
    /** Default: none, the sign-in ends with the page. */
    readonly storage?: SignInStorage;
    /** Key in the storage. Default: `chat.sign-in`. */
    readonly key?: string;
    readonly fetch?: typeof fetch;
    readonly clock?: Clock;
}
/** A sign-in with email and password, kept alive by its refresh token; safe with several tabs. */
export interface Account {
    /** The signed-in user, or null. */
    readonly user: AccountUser | null;
    register(fields: {
        readonly email: string;
        readonly password: string;
        readonly username: string;
    }): Promise<AccountUser>;
    login(fields: {
        readonly email: string;
        readonly password: string;
    }): Promise<AccountUser>;
    /** Registers, or signs in if the email is taken. */
    enter(fields: {
        readonly email: string;
        readonly password: string;
        readonly username: string;
    }): Promise<AccountUser>;
    /** Signs out here at once, and tells the server. */
    logout(): Promise<void>;
    changePassword(password: string, newPassword: string): Promise<void>;
    /** The `token` of `createClient`: an access token that is good for a while. */
    readonly token: (reason: TokenReason) => Promise<string>;
    /** Tells each change of `user`, also by another tab. */
    onChange(listener: (user: AccountUser | null) => void): () => void;
}
