import type {IssuerClient} from "./issuer.ts";

/** A signed-in user, as a gateway tells it. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly name?: string;
}

/** The result of a sign-in. */
export interface Grant {
  readonly user: Account;
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly expiresIn?: number;
  /** The issuer of the tokens, if not the gateway. */
  readonly client?: IssuerClient;
}

/** A sign-in as this browser keeps it. */
export interface Held {
  readonly user: Account;
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly client?: IssuerClient;
  readonly lifetimeMs: number;
  readonly expiresAt: number;
}

const DEFAULT_LIFETIME_S = 600;
const RENEW_AHEAD_MS = 90_000;
const MAX_ACCOUNTS = 5;
const SESSIONS = "chat.sessions";
const TAB = "chat.user";
const SIGNED_OUT = "chat.signed-out";

/** A grant with the moment of its end by this machine's clock. */
export function heldFrom(grant: Grant, now: number): Held {
  const lifetimeMs = (grant.expiresIn ?? DEFAULT_LIFETIME_S) * 1000;
  const {user, accessToken, refreshToken, client} = grant;
  return {
    user,
    accessToken,
    ...(refreshToken && {refreshToken}),
    ...(client && {client}),
    lifetimeMs,
    expiresAt: now + lifetimeMs,
  };
}

/** Whether a token should be renewed before its next use. */
export function isDue(held: Held, now: number): boolean {
  return now > held.expiresAt - Math.min(RENEW_AHEAD_MS, held.lifetimeMs / 4);
}

/**
 * The sign-ins of this browser, most recent first: all tabs share them, so a token that one tab
 * renews is renewed for all. Each tab remembers by itself whose it is, so two tabs can be two people.
 */
export const sessions = {
  all(): Held[] {
    try {
      const held: unknown = JSON.parse(localStorage.getItem(SESSIONS) ?? "[]");
      return Array.isArray(held) ? (held as Held[]) : [];
    } catch {
      return [];
    }
  },

  of(user: string): Held | null {
    return sessions.all().find(held => held.user.id === user) ?? null;
  },

  keep(held: Held): void {
    const others = sessions.all().filter(other => other.user.id !== held.user.id);
    localStorage.setItem(SESSIONS, JSON.stringify([held, ...others].slice(0, MAX_ACCOUNTS)));
  },

  /** Notes for the other tabs that a person signed out, so nothing of the chat is to stay. */
  signOut(user: string): void {
    localStorage.setItem(SIGNED_OUT, user);
    sessions.drop(user);
  },

  /** A person signed in, so what is kept from now on stays. */
  signIn(held: Held): void {
    if (localStorage.getItem(SIGNED_OUT) === held.user.id) localStorage.removeItem(SIGNED_OUT);
    sessions.keep(held);
  },

  /** Whether a user's sign-in was ended by the person, in any tab. */
  isSignedOut(user: string): boolean {
    return localStorage.getItem(SIGNED_OUT) === user && sessions.of(user) === null;
  },

  drop(user: string): void {
    localStorage.setItem(SESSIONS, JSON.stringify(sessions.all().filter(held => held.user.id !== user)));
  },

  /** The sign-in of this tab: the one made here, else the most recent one. */
  ofTab(): Held | null {
    const user = sessionStorage.getItem(TAB);
    if (user === "") return null;
    return user === null ? (sessions.all()[0] ?? null) : sessions.of(user);
  },

  /** Sets the user of this tab; the empty text stands for none. */
  setTab(user: string): void {
    sessionStorage.setItem(TAB, user);
  },

  /** Tells when another tab has changed the sign-ins. */
  onChange(listener: () => void): () => void {
    const changed = (event: StorageEvent) => event.key === SESSIONS && listener();
    addEventListener("storage", changed);
    return () => removeEventListener("storage", changed);
  },
};
