import {Problem, repeated, request} from "./http.ts";
import {renew} from "./issuer.ts";
import {type Account, type Grant, type Held, heldFrom, isDue, sessions} from "./tokens.ts";

/** A user that is signed in in this tab. */
export interface Session {
  readonly user: Account;

  /** The account has a password at the gateway; that of an issuer has none. */
  readonly local: boolean;

  /** An access token that is good for a while yet; `force` renews it even if it seems so. */
  token(force?: boolean): Promise<string>;

  /** Ends the sign-in in all tabs of the browser and tells the gateway. */
  signOut(): void;

  /** Whether the person ended the sign-in, in any tab of the browser. */
  isSignedOut(): boolean;

  /** Forgets a sign-in that the gateway has ended. */
  forget(): void;

  /** Lets this tab be used by another account; the sign-in stays for other tabs. */
  leaveTab(): void;

  /** Tells when the sign-in ended in another tab. */
  onEnd(listener: () => void): () => void;
}

/** The fields of a sign-in. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly username?: string;
}

/** Signs in, or registers where there is a username. */
export async function signIn({email, password, username}: Credentials): Promise<Session> {
  const grant =
    username === undefined
      ? await request<Grant>("POST", "/api/auth/login", {body: {email, password}})
      : await request<Grant>("POST", "/api/auth/register", {body: {email, password, username}});
  return begin(grant);
}

/** Begins the session of a grant, in this tab. */
export function begin(grant: Grant): Session {
  sessions.signIn(heldFrom(grant, Date.now()));
  sessions.setTab(grant.user.id);
  return sessionOf(grant.user);
}

/** The session in which this tab was, or that of the browser. */
export function restored(): Session | null {
  const held = sessions.ofTab();
  if (!held) return null;
  sessions.setTab(held.user.id);
  return sessionOf(held.user);
}

function sessionOf(user: Account): Session {
  return {
    user,
    local: !sessions.of(user.id)?.client,
    token: force => freshToken(user.id, force ?? false),
    signOut() {
      const held = sessions.of(user.id);
      sessions.signOut(user.id);
      this.forget();
      // The person does not wait for it. An issuer's own sign-in stays.
      if (held?.refreshToken && !held.client) {
        const body = {refreshToken: held.refreshToken};
        void request("POST", "/api/auth/logout", {body, keepalive: true}).catch(() => {});
      }
    },
    isSignedOut: () => sessions.isSignedOut(user.id),
    forget() {
      sessions.drop(user.id);
      sessions.setTab("");
    },
    leaveTab: () => sessions.setTab(""),
    onEnd: listener => sessions.onChange(() => sessions.of(user.id) ?? listener()),
  };
}

// Longer than all tries take to fail, so that none is made beside one that goes on.
const LONGEST_RENEWAL_MS = 30_000;
const renewing = new Map<string, Promise<string>>();

async function freshToken(user: string, force: boolean): Promise<string> {
  const held = known(user);
  if (!force && !isDue(held, Date.now())) return held.accessToken;
  const running = renewing.get(user) ?? alone(user, () => renewed(user, held)).finally(() => renewing.delete(user));
  renewing.set(user, running);
  return running;
}

/**
 * Renews a token. A refresh token is good once: tabs renew one after the other, and the second finds it done.
 * A tab that is suspended while it renews holds up the others for a while only.
 */
export async function alone(user: string, work: () => Promise<string>, longestMs = LONGEST_RENEWAL_MS): Promise<string> {
  if (!navigator.locks) return work();
  let begun = false;
  const first = () => {
    begun = true;
    return work();
  };
  try {
    return await navigator.locks.request(`chat.renew.${user}`, {signal: AbortSignal.timeout(longestMs)}, first);
  } catch (problem) {
    if (begun) throw problem;
    return work();
  }
}

async function renewed(user: string, seen: Held): Promise<string> {
  const held = known(user);
  if (held.accessToken !== seen.accessToken) return held.accessToken;
  const expired = Date.now() >= held.expiresAt;
  if (!held.refreshToken) {
    if (expired) throw unauthenticated();
    return held.accessToken;
  }
  try {
    const answer = held.client ? await renew(held.client, held.refreshToken) : await refreshed(held.refreshToken);
    const fresh = heldFrom({...answer, user: held.user}, Date.now());
    // A person who signed out meanwhile stays so.
    known(user);
    sessions.keep(fresh);
    return fresh.accessToken;
  } catch (problem) {
    const final = problem instanceof Problem && problem.status === 401;
    if (expired || final) throw problem;
    return held.accessToken;
  }
}

function refreshed(refreshToken: string): Promise<Grant> {
  return repeated(withinMs => request<Grant>("POST", "/api/auth/refresh", {body: {refreshToken}, withinMs}));
}

function known(user: string): Held {
  const held = sessions.of(user);
  if (!held) throw unauthenticated();
  return held;
}

function unauthenticated(): Problem {
  return new Problem(401, "unauthenticated");
}
