import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileStorage } from "../src/node/index.js";
import { memoryStorage } from "../src/storage.js";
import { fakeClock } from "./support/clock.js";
import { message, online, setup, until } from "./support/setup.js";

const ann = { id: "u1", username: "ann" };

test("messages of a room go one after the other, those of rooms beside each other", async () => {
  const { gateway, client, end } = await setup();
  const dev = client.room("dev");
  const sendings = [dev.send("one"), dev.send("two"), client.room("ops").send("other")];
  assert.deepEqual(client.outbox.entries("dev").map(({ state }) => state), ["queued", "queued"]);
  const socket = await online({ client, gateway });
  const [first, other] = [await socket.next("send"), await socket.next("send")];
  assert.deepEqual([first["content"], other["content"]], ["one", "other"]);
  assert.equal(first["retry"], undefined);
  assert.equal(first["id"], sendings[0]?.id);
  socket.send({ type: "ack", ref: first["ref"], room: "dev", id: first["id"], seq: 5, at: 9 });
  assert.deepEqual(await sendings[0]?.acknowledged, { room: "dev", seq: 5, at: 9 });
  const second = await socket.next("send");
  assert.equal(second["content"], "two");
  socket.send({ type: "ack", ref: second["ref"], room: "dev", seq: 6 }, { type: "ack", ref: other["ref"], room: "ops", seq: 2 });
  await Promise.all(sendings.map(({ acknowledged }) => acknowledged));
  assert.deepEqual(client.outbox.entries(), []);
  await end();
});

test("a message without an answer is sent again with its id and retry, before later ones", async () => {
  const { gateway, client, end } = await setup({ random: () => 0 });
  const first = await online({ client, gateway });
  const { id } = client.room("dev").send("one");
  client.room("dev").send("two");
  await first.next("send");
  first.cut();
  const second = await gateway.socket();
  await second.greet();
  const again = await second.next("send");
  assert.deepEqual([again["id"], again["retry"], again["content"]], [id, true, "one"]);
  second.send({ type: "ack", ref: again["ref"], room: "dev", seq: 5 });
  const two = await second.next("send");
  assert.deepEqual([two["content"], two["retry"]], ["two", undefined]);
  await end();
});

test("an event of the message stands for its acknowledgement", async () => {
  const { gateway, client, end } = await setup({ random: () => 0 });
  void client.room("dev").join({ after: 0 });
  const first = await online({ client, gateway });
  first.send({ type: "joined", room: "dev", seq: 0, recovered: true, missed: 0 });
  const sending = client.room("dev").send("one");
  await first.next("send");
  first.send(message(5, 0, { id: sending.id, user: ann }));
  assert.equal((await sending.acknowledged).seq, 5);
  assert.deepEqual(client.outbox.entries(), []);
  await end();
});

test("unavailable and rate_limited wait and repeat, and only the first may have arrived", async () => {
  const clock = fakeClock();
  const { gateway, client, end } = await setup({ clock, random: () => 0 });
  const socket = await online({ client, gateway });
  const sending = client.room("dev").send("one");
  const later = client.room("dev").send("two");
  const refuse = async (code: string, retry: boolean | undefined): Promise<void> => {
    const sent = await socket.next("send");
    assert.deepEqual([sent["id"], sent["retry"]], [sending.id, retry]);
    socket.send({ type: "error", ref: sent["ref"], room: "dev", code, message: code, retryAfterMs: 700 });
    await until(() => clock.waits().includes(700));
    clock.advance(700);
  };
  await refuse("rate_limited", undefined);
  await refuse("unavailable", undefined);
  await refuse("rate_limited", true);
  const sent = await socket.next("send");
  socket.send({ type: "ack", ref: sent["ref"], room: "dev", seq: 5 });
  await sending.acknowledged;
  assert.equal((await socket.next("send"))["id"], later.id);
  await end();
});

test("a refused message stays with its reason, lets later ones pass, and is offered again behind them", async () => {
  const { gateway, client, end } = await setup();
  const socket = await online({ client, gateway });
  const dev = client.room("dev");
  const refused = dev.send("one");
  const next = dev.send("two");
  const sent = await socket.next("send");
  socket.send({ type: "error", ref: sent["ref"], room: "dev", code: "forbidden", message: "muted" });
  await assert.rejects(refused.acknowledged, { code: "forbidden", message: "muted" });
  const [entry] = client.outbox.entries();
  assert.deepEqual([entry?.state, entry?.error], ["refused", { code: "forbidden", message: "muted" }]);
  client.outbox.retry(refused.id);
  assert.deepEqual(client.outbox.entries().map(({ id }) => id), [next.id, refused.id]);
  const two = await socket.next("send");
  socket.send({ type: "ack", ref: two["ref"], room: "dev", seq: 6 });
  const again = await socket.next("send");
  assert.equal(again["id"], refused.id);
  socket.send({ type: "error", ref: again["ref"], room: "dev", code: "forbidden", message: "muted" });
  await until(() => client.outbox.entries()[0]?.state === "refused");
  assert.equal(client.outbox.discard(refused.id), true);
  assert.deepEqual(client.outbox.entries(), []);
  await end();
});

test("a refused edit is kept, a refused deletion and reaction are undone", async () => {
  const { gateway, client, end } = await setup();
  const socket = await online({ client, gateway });
  const dev = client.room("dev");
  const edit = dev.edit(3, { content: "new" });
  const deletion = dev.delete(4);
  const reaction = dev.react(4, "👍");
  for (const type of ["edit", "delete", "react"]) {
    const frame = await socket.next();
    assert.equal(frame.type, type);
    socket.send({ type: "error", ref: frame["ref"], room: "dev", code: "not_found", message: "gone" });
  }
  for (const { acknowledged } of [edit, deletion, reaction]) await assert.rejects(acknowledged, { code: "not_found" });
  assert.deepEqual(client.outbox.entries().map(({ action, state }) => [action.type, state]), [["edit", "refused"]]);
  await end();
});

test("a kept event is sent with keep and an id, one that is not kept only while connected", async () => {
  const { gateway, client, end } = await setup();
  client.room("dev").emit("cursor", { x: 1 });
  const kept = client.room("dev").keep("poll.vote", { option: 2 }, "vote-1");
  const socket = await online({ client, gateway });
  const { ref, ...frame } = await socket.next("emit");
  assert.deepEqual(frame, { type: "emit", room: "dev", name: "poll.vote", data: { option: 2 }, id: "vote-1", keep: true });
  socket.send({ type: "ack", ref, room: "dev", id: "vote-1", seq: 8 });
  assert.equal((await kept.acknowledged).seq, 8);
  client.room("dev").emit("cursor", { x: 2 });
  assert.deepEqual((await socket.next("emit"))["data"], { x: 2 });
  await end();
});

for (const kind of ["memory", "file"] as const) {
  test(`what is unsent outlives a restart in ${kind}, in order and with retry`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "outbox-"));
    const memory = memoryStorage();
    const storage = (): typeof memory => (kind === "memory" ? memory : fileStorage(folder));
    const first = await setup({ storage: storage() });
    const ids = ["one", "two"].map((content) => first.client.room("dev").send(content));
    await Promise.all(ids.map(({ stored }) => stored));
    await first.end();
    await assert.rejects(ids[0]!.acknowledged, { code: "closed" });
    const second = await setup({ storage: storage() });
    await second.client.outbox.ready;
    second.client.room("dev").send("three");
    second.client.connect();
    const socket = await second.gateway.socket();
    await socket.greet();
    for (const [content, retry] of [["one", true], ["two", true], ["three", undefined]]) {
      const sent = await socket.next("send");
      assert.deepEqual([sent["content"], sent["retry"]], [content, retry]);
      socket.send({ type: "ack", ref: sent["ref"], room: "dev", seq: 5 });
    }
    await until(() => second.client.outbox.entries().length === 0);
    await second.end();
    const third = await setup({ storage: storage() });
    await third.client.outbox.ready;
    assert.deepEqual(third.client.outbox.entries(), []);
    await third.end();
    rmSync(folder, { recursive: true });
  });
}

test("what is sent in the moment of the end is in the storage when the end is done", async () => {
  const storage = memoryStorage();
  let turn = Promise.resolve();
  const apply: typeof storage.apply = (changes) => {
    turn = turn.then(() => new Promise<void>((resolve) => setImmediate(resolve))).then(() => storage.apply(changes));
    return turn;
  };
  const { client, end } = await setup({ storage: { ...storage, apply } });
  client.room("dev").send("one");
  await client.close();
  const stored = await storage.list("outbox/");
  await end();
  assert.equal(stored.length, 1);
});

test("what another user left in the storage is never sent", async () => {
  const storage = memoryStorage();
  const first = await setup({ storage });
  first.client.connect();
  const socket = await first.gateway.socket();
  await socket.greet({ user: { id: "u9", username: "zoe" } });
  await first.client.live();
  first.client.room("dev").send("of zoe");
  await socket.next("send");
  await first.end();
  const second = await setup({ storage });
  second.client.connect();
  const other = await second.gateway.socket();
  await other.greet();
  const mine = second.client.room("dev").send("of ann");
  assert.equal((await other.next("send"))["content"], "of ann");
  assert.deepEqual(second.client.outbox.entries().map(({ id }) => id), [mine.id]);
  await second.end();
});

test("what no frame can hold is refused here, as the server would end the connection", async () => {
  const { client, end } = await setup();
  await assert.rejects(client.room("dev").send("ü".repeat(30_000)).acknowledged, { code: "too_large" });
  client.room("dev").send("ü".repeat(4_000));
  assert.equal(client.outbox.entries().length, 1);
  await end();
});

test("an event that no frame can hold is told as an error, and the connection stays", async () => {
  const { gateway, client, end } = await setup();
  const socket = await online({ client, gateway });
  await client.live();
  const codes: string[] = [];
  client.on("error", ({ code }) => codes.push(code));
  client.room("dev").emit("large", { text: "x".repeat(70_000) });
  client.room("dev").emit("small", {});
  assert.equal((await socket.next("emit"))["name"], "small");
  assert.deepEqual(codes, ["too_large"]);
  await end();
});

test("the outbox has a bound", async () => {
  const { client, end } = await setup({ outboxCapacity: 2 });
  const sendings = ["one", "two", "three"].map((content) => client.room("dev").send(content));
  await assert.rejects(sendings[2]!.acknowledged, { code: "outbox_full" });
  await assert.rejects(sendings[2]!.stored, { code: "outbox_full" });
  assert.equal(client.outbox.entries().length, 2);
  await end();
});

test("what was written as one user is not sent after the same client came back as another one", async () => {
  const { gateway, client, end } = await setup({ random: () => 0 });
  await online({ client, gateway });
  await until(() => client.state.phase === "live");
  client.disconnect();
  const { acknowledged } = client.room("dev").send("of ann");
  const second = await online({ client, gateway }, { user: { id: "u2", username: "bob" } });
  await until(() => client.outbox.entries().length === 0);
  await assert.rejects(acknowledged, { code: "aborted" });
  client.room("dev").send("of bob");
  assert.equal((await second.next("send"))["content"], "of bob");
  await end();
});
