import assert from "node:assert/strict";
import { test } from "node:test";
import { createAccount } from "../src/account.js";
import type { SignInStorage } from "../src/account-types.js";
import { fakeClock } from "./support/clock.js";
import { startGateway, type Answer, type Gateway } from "./support/gateway.js";
import { until } from "./support/setup.js";

const PASSWORD = "correct horse battery";
const FIELDS = { email: "ann@example.org", username: "ann", password: PASSWORD };

/** A gateway with one account, whose refresh tokens are good once. */
async function accounts(): Promise<Gateway & { refreshed(): number }> {
  const gateway = await startGateway();
  let pair = 0;
  let family = true;
  const signIn = (): Answer => {
    family = true;
    pair++;
    const user = { id: "u1", username: "ann", email: FIELDS.email, createdAt: 1 };
    return [200, { user, accessToken: `a${pair}`, refreshToken: `r${pair}`, tokenType: "Bearer", expiresIn: 600 }];
  };
  gateway.route((_, { pathname }, body) => {
    if (pathname.endsWith("/register")) return pair === 0 ? signIn() : [409, { code: "conflict" }];
    if (pathname.endsWith("/login")) return body.password === PASSWORD ? signIn() : [401, { code: "unauthenticated" }];
    if (pathname.endsWith("/logout")) {
      family = false;
      return [204];
    }
    if (!pathname.endsWith("/refresh")) return undefined;
    if (family && body.refreshToken === `r${pair}`) return signIn();
    family = false;
    return [401, { code: "unauthenticated" }];
  });
  return { ...gateway, refreshed: () => gateway.calls.filter((call) => call.endsWith("/refresh")).length };
}

function storage(): SignInStorage {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

test("entering registers, and signs in where the account is there already", async () => {
  const gateway = await accounts();
  const first = createAccount({ url: gateway.url });
  assert.equal(first.user, null);
  assert.equal((await first.enter(FIELDS)).id, "u1");
  const second = createAccount({ url: gateway.url });
  assert.equal((await second.enter(FIELDS)).username, "ann");
  assert.deepEqual(gateway.calls.map((call) => call.replace("POST /api/auth/", "")), ["register", "register", "login"]);
  await assert.rejects(createAccount({ url: gateway.url }).login({ email: FIELDS.email, password: "wrong" }), { code: "unauthenticated" });
  await gateway.close();
});

test("a token is renewed when it is about to expire or was refused, once for all who ask", async () => {
  const clock = fakeClock();
  const gateway = await accounts();
  const account = createAccount({ url: gateway.url, clock });
  await account.enter(FIELDS);
  assert.equal(await account.token("connect"), "a1");
  clock.advance(509_999);
  assert.equal(await account.token("connect"), "a1");
  clock.advance(1);
  assert.deepEqual(await Promise.all([account.token("expiring"), account.token("connect")]), ["a2", "a2"]);
  assert.equal(await account.token("refused"), "a3");
  assert.equal(gateway.refreshed(), 2);
  await gateway.close();
});

test("a sign-in outlives a reload, and a tab adopts what another one renewed", async () => {
  const gateway = await accounts();
  const shared = storage();
  const one = createAccount({ url: gateway.url, storage: shared });
  await one.enter(FIELDS);
  const two = createAccount({ url: gateway.url, storage: shared });
  assert.equal(two.user?.id, "u1");
  assert.equal(await one.token("refused"), "a2");
  assert.equal(await two.token("refused"), "a2");
  assert.equal(gateway.refreshed(), 1);
  assert.equal(await two.token("refused"), "a3");
  assert.equal(await one.token("refused"), "a3");
  await gateway.close();
});

test("a refused refresh token ends the sign-in, a lost server does not", async () => {
  const gateway = await accounts();
  const kept = storage();
  const account = createAccount({ url: gateway.url, storage: kept });
  await account.enter(FIELDS);
  const users: unknown[] = [];
  account.onChange((user) => users.push(user));
  const copy = createAccount({ url: gateway.url, storage: storage() });
  await copy.login(FIELDS);
  await assert.rejects(account.token("refused"), { code: "unauthenticated" });
  assert.deepEqual([account.user, kept.getItem("chat.sign-in"), users], [null, null, [null]]);
  await gateway.close();
  await assert.rejects(copy.token("refused"), { code: "unreachable" });
  assert.equal(copy.user?.id, "u1");
});

test("signing out forgets at once and tells the server", async () => {
  const gateway = await accounts();
  const kept = storage();
  const account = createAccount({ url: gateway.url, storage: kept });
  await account.enter(FIELDS);
  const signedOut = account.logout();
  assert.deepEqual([account.user, kept.getItem("chat.sign-in")], [null, null]);
  await signedOut;
  assert.equal(gateway.calls.at(-1), "POST /api/auth/logout");
  await assert.rejects(account.token("connect"), { code: "unauthenticated" });
  await gateway.close();
});

test("another gateway is asked where one does not answer", async () => {
  const gone = await startGateway();
  await gone.close();
  const gateway = await accounts();
  const account = createAccount({ url: [gone.url, gateway.url] });
  assert.equal((await account.enter(FIELDS)).id, "u1");
  await gateway.close();
});

test("a refresh whose answer is lost is repeated while the server still takes the used token", async () => {
  const clock = fakeClock();
  const gateway = await accounts();
  const asked: number[] = [];
  const began = clock.now();
  const unanswered: typeof fetch = (url, init) => {
    if (!String(url).endsWith("/refresh")) return fetch(url, init);
    if (asked.push(clock.now() - began) > 1) return fetch(url, init);
    return new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(new Error("aborted"))));
  };
  const account = createAccount({ url: gateway.url, clock, fetch: unanswered });
  await account.enter(FIELDS);
  const token = account.token("refused");
  await until(() => asked.length === 1);
  clock.advance(9_999);
  assert.equal(await token, "a2");
  assert.equal(asked.length, 2);
  assert.equal(account.user?.id, "u1");
  await gateway.close();
});
