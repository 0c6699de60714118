import type { Account, AccountOptions } from "./account-types.js";
export type * from "./account-types.js";
/**
 * Keeps a sign-in. A refresh token is good once, so tabs of one storage take turns and adopt what another one got; without
 * Web Locks the server's ten seconds of patience for a used token do.
 */
export declare function createAccount(options: AccountOptions): Account;
