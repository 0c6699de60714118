/**
 * Accounts with email and password: a sign-in that all tabs share, as the `token` of a client.
 *
 * @module @chat-backbone/client/account
 */
import { ChatError, systemClock } from "@chat-backbone/client";
import type { Account, AccountOptions, AccountUser } from "./account-types.js";
import { createEmitter } from "./emitter.js";
import { answerOf, jsonOf } from "./rest.js";

export type * from "./account-types.js";

const RENEW_AHEAD_MS = 90_000;
// The server takes a used refresh token for ten seconds: a call whose answer is lost is repeated within them.
const REFRESH_WITHIN_MS = 4_000;
const REFRESH_TRIES = 3;
const LAST_TRY_WITHIN_MS = 20_000;
// Longer than all tries of a refresh, so that none is made beside one that goes on.
const TURN_WITHIN_MS = 30_000;

interface Held {
  readonly user: AccountUser;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: number;
  readonly lifetimeMs: number;
}

interface SignIn {
  readonly user: AccountUser;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

/**
 * Keeps a sign-in. A refresh token is good once, so tabs of one storage take turns and adopt what another one got; without
 * Web Locks the server's ten seconds of patience for a used token do.
 */
export function createAccount(options: AccountOptions): Account {
  const { url, storage, key = "chat.sign-in", clock = systemClock, fetch = globalThis.fetch.bind(globalThis) } = options;
  const emitter = createEmitter<{ user: AccountUser | null }>();
  let gateway = 0;
  let held = read();
  let renewing: Promise<string> | null = null;

  function read(): Held | null {
    try {
      return JSON.parse(storage?.getItem(key) ?? "null") as Held | null;
    } catch {
      return null;
    }
  }

  function keep(next: Held | null): void {
    const before = held?.user.id;
    held = next;
    if (next) storage?.setItem(key, JSON.stringify(next));
    else storage?.removeItem(key);
    if (before !== next?.user.id) emitter.emit("user", next?.user ?? null);
  }

  async function call(path: string, body: unknown, token?: string, hurriedTries = 0): Promise<SignIn> {
    const urls = [url].flat();
    for (let tries = 1; ; tries++) {
      const withinMs = hurriedTries && (tries < hurriedTries ? REFRESH_WITHIN_MS : LAST_TRY_WITHIN_MS);
      try {
        const address = (urls[gateway % urls.length] ?? "").replace(/\/+$/, "") + path;
        const options = { body, ...(token !== undefined && { token }), ...(withinMs && { withinMs }) };
        return (await answerOf(fetch, clock, "POST", address, options, jsonOf)) as SignIn;
      } catch (thrown) {
        if (tries >= (hurriedTries || urls.length) || (thrown as ChatError).code !== "unreachable") throw thrown;
        gateway++;
      }
    }
  }

  function adopt({ user, accessToken, refreshToken, expiresIn }: SignIn): AccountUser {
    const lifetimeMs = expiresIn * 1000;
    keep({ user, accessToken, refreshToken, lifetimeMs, expiresAt: clock.now() + lifetimeMs });
    return user;
  }

  const isFresh = ({ expiresAt, lifetimeMs }: Held): boolean =>
    clock.now() < expiresAt - Math.min(RENEW_AHEAD_MS, lifetimeMs / 4);

  function signedIn(): Held {
    if (!held) throw new ChatError({ code: "unauthenticated", message: "not signed in" });
    return held;
  }

  async function renew(): Promise<string> {
    const spent = signedIn().refreshToken;
    return alone(`chat:${key}`, async () => {
      const stored = storage ? read() : held;
      if (stored && stored.refreshToken !== spent && stored.user.id === held?.user.id) keep(stored);
      else await refresh(spent);
      return signedIn().accessToken;
    });
  }

  async function refresh(spent: string): Promise<void> {
    try {
      const answer = await call("/api/auth/refresh", { refreshToken: spent }, undefined, REFRESH_TRIES);
      if (held?.refreshToken === spent) adopt({ ...answer, user: answer.user ?? held.user });
    } catch (thrown) {
      if (thrown instanceof ChatError && thrown.status === 401 && held?.refreshToken === spent) keep(null);
      throw thrown;
    }
  }

  function token(reason: string): Promise<string> {
    if (reason !== "refused" && held && isFresh(held)) return Promise.resolve(held.accessToken);
    renewing ??= renew().finally(() => (renewing = null));
    return renewing;
  }

  // Another tab signed in, out, or renewed.
  if (storage && typeof addEventListener === "function" && globalThis.document) {
    addEventListener("storage", (event) => {
      if (event.key !== key && event.key !== null) return;
      const before = held?.user.id;
      held = read();
      if (before !== held?.user.id) emitter.emit("user", held?.user ?? null);
    });
  }

  const register: Account["register"] = async (fields) => adopt(await call("/api/auth/register", fields));
  const login: Account["login"] = async ({ email, password }) => adopt(await call("/api/auth/login", { email, password }));

  return {
    get user() {
      return held?.user ?? null;
    },
    register,
    login,
    async enter(fields) {
      try {
        return await register(fields);
      } catch (thrown) {
        if (thrown instanceof ChatError && thrown.code === "conflict") return login(fields);
        throw thrown;
      }
    },
    async logout() {
      const spent = held?.refreshToken;
      keep(null);
      if (spent !== undefined) await call("/api/auth/logout", { refreshToken: spent });
    },
    async changePassword(password, newPassword) {
      await call("/api/auth/password", { password, newPassword }, await token("connect"));
    },
    token,
    onChange: (listener) => emitter.on("user", listener),
  };
}

async function alone<T>(name: string, task: () => Promise<T>): Promise<T> {
  const locks = (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
  let begun = false;
  const turn = (): Promise<T> => {
    begun = true;
    return task();
  };
  try {
    if (locks) return (await locks.request(name, { signal: AbortSignal.timeout(TURN_WITHIN_MS) }, turn)) as T;
  } catch (thrown) {
    if (begun) throw thrown;
  }
  return task();
}
