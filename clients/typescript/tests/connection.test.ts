import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatError } from "../src/errors.js";
import type { TokenReason } from "../src/types.js";
import { fakeClock } from "./support/clock.js";
import { online, setup, until } from "./support/setup.js";

for (const code of [1001, 1012, 4408, 4429, 4460]) {
  test(`after ${code} the client comes back, with jitter`, async () => {
    const { gateway, client, states, end } = await setup({ random: () => 0.001 });
    const first = await online({ client, gateway });
    await client.live();
    assert.equal(client.me?.username, "ann");
    first.close(code);
    await (await gateway.socket()).greet();
    await client.live();
    assert.deepEqual(states.map(({ phase }) => phase), ["connecting", "live", "offline", "connecting", "live"]);
    assert.match(JSON.stringify(states[2]), new RegExp(`closed with ${code}`));
    await end();
  });
}

for (const code of [4400, 4403, 4413]) {
  test(`${code} ends the connection`, async () => {
    const { gateway, client, end } = await setup();
    const socket = await online({ client, gateway });
    socket.close(code);
    await until(() => client.state.phase === "ended");
    assert.equal((client.state as { code: number }).code, code);
    assert.equal(gateway.opened(), 1);
    await end();
  });
}

test("4401 asks for another token once, then ends", async () => {
  const reasons: TokenReason[] = [];
  const { gateway, client, end } = await setup({ token: async (reason) => `token ${reasons.push(reason)}` });
  client.connect();
  const first = await gateway.socket();
  assert.equal((await first.next("connect"))["token"], "token 1");
  first.close(4401);
  const second = await gateway.socket();
  assert.equal((await second.next("connect"))["token"], "token 2");
  second.close(4401);
  await until(() => client.state.phase === "ended");
  assert.deepEqual(reasons, ["connect", "refused"]);
  await end();
});

test("a sign-in that has ended ends the connection", async () => {
  const { client, end } = await setup({ token: () => Promise.reject(new ChatError({ code: "unauthenticated" })) });
  client.connect();
  await assert.rejects(client.live(), { code: "unauthenticated" });
  assert.equal((client.state as { code: number }).code, 4401);
  await end();
});

test("waits double with each failure, up to half a minute", async () => {
  const clock = fakeClock();
  const { gateway, client, states, end } = await setup({ clock, random: () => 1 });
  const { url } = gateway;
  assert.ok(url);
  client.connect();
  for (const expected of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    (await gateway.socket()).cut();
    await until(() => client.state.phase === "offline");
    const { retryAt } = states.at(-1) as { retryAt: number };
    assert.equal(retryAt - clock.now(), expected);
    clock.advance(expected);
  }
  await end();
});

test("a gateway that accepts and says nothing is given up", async () => {
  const clock = fakeClock();
  const { gateway, client, end } = await setup({ clock });
  client.connect();
  await (await gateway.socket()).next("connect");
  clock.advance(20_000);
  assert.equal(client.state.phase, "offline");
  await end();
});

test("silence for pingMs is asked about, and without an answer the socket is given up", async () => {
  const clock = fakeClock();
  const { gateway, client, states, end } = await setup({ clock });
  const socket = await online({ client, gateway }, { pingMs: 25_000 });
  await client.live();
  clock.advance(25_000);
  await socket.next("ping");
  socket.send({ type: "pong", at: 1 });
  // A frame that follows the pong shows that the pong has arrived.
  const read = new Promise<void>((resolve) => client.on("signal", () => resolve()));
  socket.send({ type: "typing", room: "dev", user: { id: "u2" }, typing: true });
  await read;
  clock.advance(10_000);
  assert.equal(client.state.phase, "live");
  clock.advance(15_000);
  await socket.next("ping");
  assert.equal(client.state.phase, "live");
  clock.advance(10_000);
  assert.ok(states.some(({ phase }) => phase === "offline"));
  await end();
});

test("before a token expires another one is sent over the same socket", async () => {
  const clock = fakeClock();
  const reasons: TokenReason[] = [];
  const { gateway, client, end } = await setup({ clock, token: async (reason) => `token ${reasons.push(reason)}` });
  client.connect();
  const socket = await gateway.socket();
  await socket.greet({ pingMs: 10_000_000, tokenExpiresAt: clock.now() + 600_000 });
  await client.live();
  clock.advance(540_000);
  assert.equal((await socket.next("auth"))["token"], "token 2");
  socket.send({ type: "authenticated", tokenExpiresAt: clock.now() + 600_000 });
  await until(() => clock.waits().includes(540_000));
  clock.advance(540_000);
  assert.equal((await socket.next("auth"))["token"], "token 3");
  assert.deepEqual(reasons, ["connect", "expiring", "expiring"]);
  assert.equal(gateway.opened(), 1);
  await end();
});

test("a renewal that fails is tried again with full jitter, after the time that the failure tells", async () => {
  const clock = fakeClock();
  const reasons: TokenReason[] = [];
  const token = async (reason: TokenReason): Promise<string> => {
    if (reasons.push(reason) === 1 || reasons.length > 5) return `token ${reasons.length}`;
    throw new ChatError({ code: "unavailable", ...(reasons.length === 3 && { retryAfterMs: 7_000 }) });
  };
  const { gateway, client, end } = await setup({ clock, token });
  client.connect();
  const socket = await gateway.socket();
  await socket.greet({ pingMs: 10_000_000, tokenExpiresAt: clock.now() + 600_000 });
  await client.live();
  // The random number is a half.
  for (const wait of [540_000, 250, 7_500, 1_000, 2_000]) {
    await until(() => clock.waits().includes(wait), `a renewal after ${wait} ms`);
    clock.advance(wait);
  }
  assert.equal((await socket.next("auth"))["token"], "token 6");
  assert.deepEqual(reasons, ["connect", ...Array<TokenReason>(5).fill("expiring")]);
  await end();
});

test("a hint to reconnect is followed after its time, at the next gateway", async () => {
  const clock = fakeClock();
  const other = await setup();
  const { gateway, client, states, end } = await setup({ clock });
  await client.close();
  const both = await setup({ clock, url: [gateway.url, other.gateway.url] });
  both.client.connect();
  const socket = await gateway.socket();
  await socket.greet();
  await both.client.live();
  socket.send({ type: "reconnect", afterMs: 1_200 });
  await until(() => clock.waits().includes(1_200));
  clock.advance(1_200);
  await (await other.gateway.socket()).greet();
  await both.client.live();
  assert.deepEqual(both.states.map(({ phase }) => phase), ["connecting", "live", "connecting", "live"]);
  assert.equal(states.length, 0);
  await both.end();
  await other.end();
  await end();
});

test("a call with an expired token is repeated with a new one", async () => {
  const reasons: TokenReason[] = [];
  const { gateway, client, end } = await setup({ token: async (reason) => `token${reasons.push(reason)}` });
  gateway.route((_, __, ___, request) =>
    request.headers.authorization === "Bearer token2" ? [200, { rooms: [], next: null }] : [401, { code: "unauthenticated" }],
  );
  assert.deepEqual(await client.rooms.mine(), { rooms: [], next: null });
  assert.deepEqual(reasons, ["connect", "refused"]);
  await end();
});

test("a problem is thrown with its code, fields and time to wait", async () => {
  const { gateway, client, end } = await setup();
  gateway.route(() => [409, { code: "conflict", detail: "taken", errors: [{ field: "room", message: "taken" }] }, { "Retry-After": "2" }]);
  await assert.rejects(client.rooms.create({ visibility: "public" }), {
    code: "conflict",
    message: "taken",
    status: 409,
    retryAfterMs: 2_000,
    errors: [{ field: "room", message: "taken" }],
  });
  await end();
});

test("a device whose clock is ahead renews less and less often", async () => {
  const clock = fakeClock();
  const { gateway, client, end } = await setup({ clock });
  client.connect();
  const socket = await gateway.socket();
  await socket.greet({ tokenExpiresAt: clock.now() - 1, pingMs: 1e9 });
  for (const wait of [5_000, 20_000, 80_000, 300_000, 300_000]) {
    await until(() => clock.waits().includes(wait), `a renewal after ${wait} ms`);
    clock.advance(wait);
    const { ref } = await socket.next("auth");
    socket.send({ type: "authenticated", ref, tokenExpiresAt: clock.now() - 1 });
  }
  await end();
});

test("an answer whose body does not end is given up", async () => {
  const clock = fakeClock();
  let begun = false;
  const endless: typeof fetch = async (_, init) => {
    begun = true;
    const body = new ReadableStream({ start: (stream) => init?.signal?.addEventListener("abort", () => stream.error(new Error("aborted"))) });
    return new Response(body);
  };
  const { client, end } = await setup({ clock, fetch: endless });
  const asked = client.rooms.mine();
  await until(() => begun);
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(120_000);
  await assert.rejects(asked, { code: "unreachable" });
  await end();
});

test("an application that gives no token for minutes is asked again", async () => {
  const clock = fakeClock();
  let asked = 0;
  const token = (): Promise<string> => (++asked === 1 ? new Promise(() => {}) : Promise.resolve("token"));
  const { gateway, client, end } = await setup({ clock, token });
  client.connect();
  clock.advance(20_000);
  await until(() => client.state.phase === "offline");
  assert.equal(asked, 1);
  while (asked === 1) {
    clock.advance(20_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const socket = await gateway.socket();
  assert.equal((await socket.next("connect"))["token"], "token");
  await end();
});

test("a token that comes after a minute is used, and the application is not asked twice", async () => {
  const clock = fakeClock();
  const answers: ((token: string) => void)[] = [];
  const { gateway, client, end } = await setup({ clock, token: () => new Promise((resolve) => answers.push(resolve)) });
  client.connect();
  clock.advance(20_000);
  await until(() => client.state.phase === "offline");
  clock.advance(40_000);
  answers[0]?.("late token");
  const socket = await gateway.socket();
  assert.equal((await socket.next("connect"))["token"], "late token");
  assert.equal(answers.length, 1);
  await end();
});
