import assert from "node:assert/strict";
import { test } from "node:test";
import { message, online, setup, until } from "./support/setup.js";
import type { Answer } from "./support/gateway.js";

const contents = (events: readonly { seq: number }[]): number[] => events.map(({ seq }) => seq);
const page = (events: object[], after: number | null = null): Answer => [200, { room: "dev", events, after }];

test("a replay is delivered before the connection is live", async () => {
  const { gateway, client, states, events, end } = await setup();
  void client.room("dev").join({ after: 10 });
  client.connect();
  const socket = await gateway.socket();
  const connect = await socket.greet();
  assert.deepEqual(connect["rooms"], { dev: { after: 10 } });
  socket.send({ type: "joined", room: "dev", seq: 12, recovered: true, missed: 2 }, message(11, 10));
  await until(() => events.length === 1);
  assert.deepEqual(states.at(-1), { phase: "catching-up", missing: 1 });
  socket.send(message(12, 11));
  await client.live();
  assert.deepEqual(contents(events), [11, 12]);
  assert.deepEqual(states.map(({ phase }) => phase), ["connecting", "catching-up", "catching-up", "catching-up", "live"]);
  await end();
});

test("a gap is closed from the events of the room, with what comes meanwhile behind it", async () => {
  const { gateway, client, states, events, end } = await setup();
  let answer = (_: Answer): void => {};
  gateway.route((_, url) => (url.pathname.endsWith("/events") ? new Promise<Answer>((resolve) => (answer = resolve)) : undefined));
  const socket = await online({ client, gateway });
  const joining = client.room("dev").join();
  const join = await socket.next("join");
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 10 });
  await joining;
  socket.send(message(11, 10), message(15, 14));
  await until(() => gateway.calls.length === 1);
  assert.equal(gateway.calls[0], "GET /api/rooms/dev/events?after=11&limit=1000");
  assert.equal(client.state.phase, "catching-up");
  socket.send(message(16, 15), message(15, 14));
  answer(page([message(12, 11), message(14, 12)]));
  await client.live();
  assert.deepEqual(contents(events), [11, 12, 14, 15, 16]);
  assert.equal(states.at(-1)?.phase, "live");
  assert.equal(client.room("dev").position, 16);
  await end();
});

test("more missed events than a replay has are read page by page", async () => {
  const { gateway, client, events, end } = await setup();
  gateway.route((_, url) => {
    if (!url.pathname.endsWith("/events")) return undefined;
    return url.searchParams.get("after") === "1" ? page([message(2, 1), message(3, 2)], 3) : page([message(3, 2), message(4, 3), message(5, 4)]);
  });
  void client.room("dev").join({ after: 1 });
  const socket = await online({ client, gateway });
  socket.send({ type: "joined", room: "dev", seq: 5, recovered: false }, message(6, 5));
  await client.live();
  assert.deepEqual(contents(events), [2, 3, 4, 5, 6]);
  await end();
});

test("an event that comes twice is delivered once", async () => {
  const { gateway, client, events, end } = await setup();
  void client.room("dev").join({ after: 0 });
  const socket = await online({ client, gateway });
  socket.send({ type: "joined", room: "dev", seq: 0, recovered: true, missed: 0 }, message(1, 0), message(1, 0), message(2, 1), message(1, 0));
  await until(() => events.length >= 2);
  socket.send(message(3, 2));
  await until(() => events.length >= 3);
  assert.deepEqual(contents(events), [1, 2, 3]);
  assert.deepEqual(gateway.calls, []);
  await end();
});

test("a page that fails is asked for again, after the time that the server names", async () => {
  const { gateway, client, events, end } = await setup();
  let failures = 2;
  gateway.route(() => {
    if (failures-- > 0) return [503, { code: "unavailable" }, { "Retry-After": "0" }];
    return page([message(2, 1)]);
  });
  void client.room("dev").join({ after: 1 });
  const socket = await online({ client, gateway });
  socket.send({ type: "joined", room: "dev", seq: 2, recovered: false });
  await client.live();
  assert.deepEqual(contents(events), [2]);
  assert.equal(gateway.calls.length, 3);
  await end();
});

test("a position that this log does not have resets the room", async () => {
  const { gateway, client, events, end } = await setup();
  gateway.route(() => page([]));
  const resets: unknown[] = [];
  client.on("joined", (joined) => resets.push(joined));
  void client.room("dev").join({ after: 900 });
  const socket = await online({ client, gateway });
  socket.send({ type: "joined", room: "dev", seq: 7, recovered: false }, message(8, 7));
  await until(() => events.length === 1);
  assert.deepEqual(resets, [
    { room: "dev", seq: 7, recovered: false, reset: false },
    { room: "dev", seq: 7, reset: true },
  ]);
  assert.equal(gateway.calls[0], "GET /api/rooms/dev/events?after=899&limit=1000");
  assert.equal(client.room("dev").position, 8);
  await client.live();
  await end();
});

test("a gateway that is behind resets nothing: what it tells late is not delivered twice", async () => {
  const { gateway, client, events, end } = await setup();
  gateway.route(() => page([message(9, 8)]));
  const resets: unknown[] = [];
  client.on("joined", ({ reset }) => reset && resets.push(reset));
  void client.room("dev").join({ after: 9 });
  const socket = await online({ client, gateway });
  socket.send({ type: "joined", room: "dev", seq: 7, recovered: false }, message(8, 7), message(9, 8), message(10, 9));
  await until(() => events.length === 1);
  await client.live();
  assert.deepEqual([contents(events), resets], [[10], []]);
  await end();
});

test("after a lost socket the room is resumed behind the last event", async () => {
  const { gateway, client, events, end } = await setup({ random: () => 0 });
  void client.room("dev").join({ after: 0, presence: true });
  const first = await online({ client, gateway });
  first.send({ type: "joined", room: "dev", seq: 1, recovered: true, missed: 1 }, message(1, 0), message(4, 1));
  await until(() => events.length === 2);
  first.cut();
  const second = await gateway.socket();
  assert.deepEqual((await second.greet())["rooms"], { dev: { after: 4, presence: true } });
  second.send({ type: "joined", room: "dev", seq: 5, recovered: true, missed: 1 }, message(5, 4));
  await client.live();
  assert.deepEqual(contents(events), [1, 4, 5]);
  await end();
});

test("a refused join ends with its code, a busy server is asked again", async () => {
  const { gateway, client, end } = await setup({ random: () => 0 });
  const socket = await online({ client, gateway });
  const left: string[] = [];
  client.on("left", ({ room, reason, error }) => left.push(`${room} ${reason} ${error.code}`));
  const hidden = client.room("hidden").join();
  const busy = client.room("busy").join();
  const [one, two] = [await socket.next("join"), await socket.next("join")];
  socket.send(
    { type: "error", ref: one["ref"], room: "hidden", code: "not_found", message: "no such room" },
    { type: "error", ref: two["ref"], room: "busy", code: "unavailable", message: "later", retryAfterMs: 1 },
  );
  await assert.rejects(hidden, { name: "ChatError", code: "not_found" });
  const again = await socket.next("join");
  assert.equal(again["room"], "busy");
  socket.send({ type: "joined", ref: again["ref"], room: "busy", seq: 3 });
  assert.equal((await busy).seq, 3);
  socket.send({ type: "left", room: "busy", reason: "kicked" });
  await until(() => left.length === 2);
  assert.deepEqual(left, ["hidden refused not_found", "busy kicked not_found"]);
  await end();
});

test("pages of many rooms are asked for four at a time", async () => {
  let asked = 0;
  const counting: typeof fetch = (...call) => {
    asked++;
    return fetch(...call);
  };
  const { gateway, client, end } = await setup({ fetch: counting });
  const held: (() => void)[] = [];
  gateway.route((_, url) => new Promise((resolve) => held.push(() => resolve([200, { room: url.pathname.split("/")[3], events: [], after: null }]))));
  const socket = await online({ client, gateway });
  const rooms = Array.from({ length: 9 }, (_, i) => `r${i}`);
  for (const room of rooms) void client.room(room).join({ after: 1 });
  for (const _ of rooms) {
    const { ref, room } = await socket.next("join");
    socket.send({ type: "joined", ref, room, seq: 5, recovered: false });
  }
  await until(() => held.length >= 4 && rooms.every((room) => client.room(room).joined));
  assert.equal(asked, 4);
  held.shift()?.();
  await until(() => asked === 5);
  await end();
});
