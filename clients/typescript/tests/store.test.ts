import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../src/protocol.js";
import { memoryStorage } from "../src/storage.js";
import { createStore } from "../src/store/index.js";
import { overlay } from "../src/store/overlay.js";
import type { Store, StoreOptions, TimelineItem } from "../src/store/types.js";
import type { ClientOptions } from "../src/types.js";
import { fakeClock } from "./support/clock.js";
import type { Answer, ServerSocket } from "./support/gateway.js";
import { message, online, setup, until, type Setup } from "./support/setup.js";

const ann = { id: "u1", username: "ann" };

interface StoreSetup extends Setup {
  readonly store: Store;
  readonly socket: ServerSocket;
  /** What the timeline of `dev` shows, a text for each line. */
  shown(): string[];
  close(): Promise<void>;
}

async function connected(options: Partial<ClientOptions> = {}, storeOptions: StoreOptions = {}): Promise<StoreSetup> {
  const made = await setup(options);
  const store = createStore(made.client, storeOptions);
  await store.ready;
  const socket = await online(made);
  const shown = (): string[] => store.timeline("dev").snapshot().items.map(textOf);
  return {
    ...made,
    store,
    socket,
    shown,
    async close() {
      await store.close();
      await made.end();
    },
  };
}

function textOf({ event, pending }: TimelineItem): string {
  const { content, deletedAt, reactions } = event as Message;
  const counts = Object.entries(reactions ?? {}).map(([emoji, { count, me }]) => ` ${emoji}${count}${me ? "me" : ""}`);
  return `${deletedAt ? "deleted" : content}${counts.join("")}${pending ? ` (${pending.state})` : ""}`;
}

/** Opens `dev` at position 3, with messages 1 to 3. */
async function open({ store, gateway, socket }: StoreSetup, options = {}): Promise<() => void> {
  const messages = [message(1, 0), message(2, 1), message(3, 2, { reactions: { "👍": { count: 1, me: false } } })];
  gateway.route(() => [200, { room: "dev", messages, before: null, after: null }]);
  const stop = store.timeline("dev").open(options);
  const join = await socket.next("join");
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 3 });
  await until(() => store.timeline("dev").snapshot().live);
  return stop;
}

test("a timeline shows the newest page and follows the chain", async () => {
  const made = await connected();
  const { store, socket, shown, close } = made;
  await open(made);
  const before = store.timeline("dev").snapshot();
  assert.equal(store.timeline("dev").snapshot(), before);
  socket.send(
    message(4, 3),
    { type: "edited", room: "dev", seq: 5, prev: 4, id: "e", user: ann, target: 2, content: "two", at: 50 },
    { type: "deleted", room: "dev", seq: 6, prev: 5, id: "d", user: ann, target: 1, at: 60 },
    { type: "reaction", room: "dev", seq: 7, prev: 6, id: "r", user: ann, target: 4, emoji: "🎉", removed: false, at: 70 },
    { type: "reaction", room: "dev", seq: 8, prev: 7, id: "s", user: { id: "u3" }, target: 4, emoji: "🎉", removed: false, at: 80 },
    { type: "reaction", room: "dev", seq: 9, prev: 8, id: "t", user: ann, target: 4, emoji: "🎉", removed: true, at: 90 },
  );
  await until(() => shown().at(-1) === "4 🎉1");
  assert.deepEqual(shown(), ["deleted", "two", "3 👍1", "4 🎉1"]);
  assert.deepEqual(before.items.map(textOf), ["1", "2", "3 👍1"]);
  assert.equal(store.timeline("dev").snapshot().items[2], before.items[2]);
  await close();
});

test("an open room stays in memory, however few rooms are kept", async () => {
  const clock = fakeClock();
  const made = await connected({}, { clock, cachedRooms: 0 });
  const { socket, shown, close } = made;
  await open(made);
  await until(() => clock.waits().includes(1_000));
  clock.advance(1_000);
  socket.send(message(4, 3));
  await until(() => shown().at(-1) === "4");
  await close();
});

test("a replayed message counts each reaction once, though its state had them", async () => {
  const made = await connected();
  const { socket, shown, close } = made;
  await open(made);
  socket.send(
    message(4, 3, { reactions: { "👍": { count: 2, me: true } } }),
    { type: "reaction", room: "dev", seq: 5, prev: 4, id: "r", user: ann, target: 4, emoji: "👍", removed: false, at: 70 },
    { type: "reaction", room: "dev", seq: 6, prev: 5, id: "s", user: { id: "u3" }, target: 4, emoji: "👍", removed: false, at: 80 },
  );
  await until(() => shown().at(-1) === "4 👍2me");
  await close();
});

test("a reaction to a paged message is checked with the server, which may have counted it", async () => {
  const made = await connected();
  const { gateway, socket, shown, close } = made;
  await open(made);
  gateway.route(() => [200, { room: "dev", messages: [message(3, 2, { reactions: { "👍": { count: 1, me: true } } })], before: 3, after: null }]);
  socket.send({ type: "reaction", room: "dev", seq: 4, prev: 3, id: "r", user: ann, target: 3, emoji: "👍", removed: false, at: 70 });
  await until(() => shown().at(-1) === "3 👍2me");
  await until(() => shown().at(-1) === "3 👍1me");
  assert.equal(gateway.calls.at(-1), "GET /api/messages?room=dev&after=2&limit=1");
  await close();
});

test("a change that is acknowledged before the room is joined is no longer pending once its page is there", async () => {
  const made = await connected();
  const { client, store, gateway, socket, shown, close } = made;
  gateway.route(() => [200, { room: "dev", messages: [message(1, 0, { content: "new", editedAt: 40 })], before: null, after: null }]);
  store.timeline("dev").open();
  const join = await socket.next("join");
  const editing = client.room("dev").edit(1, { content: "new" });
  const edit = await socket.next("edit");
  socket.send({ type: "ack", ref: edit["ref"], room: "dev", seq: 2, at: 40 });
  await editing.acknowledged;
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 2 });
  await until(() => store.timeline("dev").snapshot().live);
  assert.deepEqual(shown(), ["new"]);
  await close();
});

test("an unsent message stands at the end and becomes real in its place, with the same key", async () => {
  const made = await connected();
  const { client, store, socket, shown, close } = made;
  await open(made);
  const first = client.room("dev").send("one");
  client.room("dev").send("two");
  assert.deepEqual(shown().slice(3), ["one (queued)", "two (queued)"]);
  await until(() => shown()[3] === "one (sending)");
  const key = store.timeline("dev").snapshot().items[3]?.key;
  const sent = await socket.next("send");
  socket.send({ type: "ack", ref: sent["ref"], room: "dev", seq: 4, at: 40 });
  await first.acknowledged;
  assert.deepEqual(shown().slice(3), ["one (acknowledged)", "two (sending)"]);
  socket.send(message(4, 3, { id: first.id, user: ann, content: "one" }));
  await until(() => shown()[3] === "one");
  assert.equal(store.timeline("dev").snapshot().items[3]?.key, key);
  const second = await socket.next("send");
  socket.send(message(5, 4), message(6, 5, { id: second["id"], user: ann, content: "two" }));
  await until(() => shown().length === 6);
  assert.deepEqual(shown().slice(3), ["one", "5", "two"]);
  socket.send({ type: "ack", ref: second["ref"], room: "dev", seq: 6 });
  await until(() => client.outbox.entries().length === 0);
  assert.deepEqual(shown().slice(3), ["one", "5", "two"]);
  await close();
});

test("a message whose event came before its acknowledgement stands once, and not in a window of the past", () => {
  const real = message(4, 3, { id: "one", user: ann, content: "one" }) as Message;
  const action = { type: "send", content: "one" } as const;
  const entry = { id: "one", room: "dev", action, at: 1, order: "1", state: "sending" } as const;
  const shown = (lines: Message[], atEnd: boolean): string[] => overlay(lines, [entry], ann, atEnd).map(textOf);
  assert.deepEqual(shown([real], true), ["one"]);
  assert.deepEqual(shown([], true), ["one (sending)"]);
  assert.deepEqual(shown([], false), []);
});

test("my changes show at once; a refused deletion is undone, a refused edit is kept beside the text", async () => {
  const made = await connected();
  const { client, store, socket, shown, close } = made;
  await open(made);
  client.room("dev").delete(1);
  client.room("dev").edit(2, { content: "two" });
  client.room("dev").react(3, "👍");
  assert.deepEqual(shown(), ["deleted (queued)", "two (queued)", "3 👍2me (queued)"]);
  const deletion = await socket.next("delete");
  socket.send({ type: "error", ref: deletion["ref"], room: "dev", code: "forbidden", message: "no" });
  const edit = await socket.next("edit");
  assert.equal(shown()[0], "1");
  socket.send({ type: "error", ref: edit["ref"], room: "dev", code: "conflict", message: "edited too often" });
  await socket.next("react");
  await until(() => shown()[1] === "2 (refused)");
  const action = store.timeline("dev").snapshot().items[1]?.pending?.action;
  assert.deepEqual(action, { type: "edit", seq: 2, content: "two" });
  await close();
});

test("a reaction that comes while an older page is under way counts once", async () => {
  const made = await connected();
  const { gateway, store, socket, shown, close } = made;
  await open(made);
  gateway.route(() => [200, { room: "dev", messages: [message(3, 2)], before: 3, after: null }]);
  await store.timeline("dev").jumpTo(3);
  socket.send(message(4, 3));
  await until(() => shown().at(-1) === "4");
  let answer: ((page: Answer) => void) | null = null;
  gateway.route(() => new Promise<Answer>((resolve) => (answer = resolve)));
  const loading = store.timeline("dev").loadOlder();
  await until(() => answer !== null);
  socket.send({ type: "reaction", room: "dev", seq: 5, prev: 4, id: "r", user: { id: "u3" }, target: 4, emoji: "👍", removed: false, at: 70 });
  await until(() => shown().at(-1) === "4 👍1");
  answer!([200, { room: "dev", messages: [message(1, 0), message(2, 1)], before: null, after: 2 }]);
  await loading;
  assert.deepEqual(shown(), ["1", "2", "3", "4 👍1"]);
  await close();
});

test("lines that are dropped while an older page is under way leave no hole before it", async () => {
  const made = await connected({}, { windowSize: 3 });
  const { gateway, store, socket, shown, close } = made;
  gateway.route(() => [200, { room: "dev", messages: [message(4, 3), message(5, 4), message(6, 5)], before: 4, after: null }]);
  store.timeline("dev").open();
  const join = await socket.next("join");
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 6 });
  await until(() => store.timeline("dev").snapshot().live);
  let answer: ((page: Answer) => void) | null = null;
  gateway.route(() => new Promise<Answer>((resolve) => (answer = resolve)));
  const loading = store.timeline("dev").loadOlder();
  await until(() => answer !== null);
  socket.send(message(7, 6));
  await until(() => shown().join() === "5,6,7");
  answer!([200, { room: "dev", messages: [message(2, 1), message(3, 2)], before: 2, after: 3 }]);
  await loading;
  assert.deepEqual(shown(), ["5", "6", "7"]);
  gateway.route((_, url) => [200, { room: "dev", messages: [message(4, 3)], before: Number(url.searchParams.get("before")) - 1, after: 4 }]);
  await store.timeline("dev").loadOlder();
  assert.deepEqual(shown(), ["4", "5", "6"]);
  await close();
});

test("a jump while a restored room is joined stays where it is when events come", async () => {
  const storage = memoryStorage();
  const first = await connected({ storage });
  await open(first);
  await first.close();
  const { gateway, client, socket, store, shown, close } = await connected({ storage });
  void client.room("dev").join();
  const join = await socket.next("join");
  store.timeline("dev").open();
  gateway.route(() => [200, { room: "dev", messages: [message(1, 0)], before: null, after: 1 }]);
  await store.timeline("dev").jumpTo(1);
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 9 }, message(10, 9));
  await until(() => client.room("dev").position === 10);
  assert.deepEqual([shown(), store.timeline("dev").snapshot().hasNewer], [["1"], true]);
  await close();
});

test("older and newer pages, and a jump", async () => {
  const made = await connected({}, { pageSize: 2 });
  const { gateway, socket, store, shown, close } = made;
  const all = Array.from({ length: 10 }, (_, index) => message(index + 1, index) as Message);
  gateway.route((_, { searchParams }) => paged(all, searchParams));
  const timeline = store.timeline("dev");
  timeline.open();
  const join = await socket.next("join");
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 10 });
  await until(() => timeline.snapshot().live);
  assert.deepEqual(shown(), ["9", "10"]);
  await timeline.loadOlder();
  assert.deepEqual(shown(), ["7", "8", "9", "10"]);
  await timeline.jumpTo(4);
  assert.deepEqual([shown(), timeline.snapshot().hasNewer, timeline.snapshot().live], [["4", "5"], true, false]);
  all.push(message(11, 10) as Message);
  socket.send(message(11, 10));
  await until(() => store.client.room("dev").position === 11);
  assert.deepEqual(shown(), ["4", "5"]);
  for (let pages = 0; pages < 3; pages++) await timeline.loadNewer();
  assert.deepEqual(shown(), ["4", "5", "6", "7", "8", "9", "10", "11"]);
  assert.equal(timeline.snapshot().live, true);
  socket.send(message(12, 11));
  await until(() => shown().at(-1) === "12");
  await close();
});

function paged(all: readonly Message[], query: URLSearchParams): Answer {
  const limit = Number(query.get("limit"));
  const [before, after, around] = ["before", "after", "around"].map((name) => query.get(name));
  let from = all.length - limit;
  if (before) from = all.findIndex(({ seq }) => seq >= Number(before)) - limit;
  if (after) from = all.findIndex(({ seq }) => seq > Number(after));
  if (around) from = all.findIndex(({ seq }) => seq === Number(around));
  const messages = all.slice(Math.max(0, from), Math.max(0, from) + limit);
  const last = messages.at(-1)?.seq ?? 0;
  return [200, { room: "dev", messages, before: from > 0 ? messages[0]?.seq : null, after: last < (all.at(-1)?.seq ?? 0) ? last : null }];
}

test("the next visit shows what was cached at once, and resumes behind it", async () => {
  const storage = memoryStorage();
  const first = await connected({ storage });
  await open(first);
  first.socket.send({ type: "inbox", rooms: [{ room: "dev", lastSeq: 3, unread: 1 }], next: null });
  await until(() => first.store.inbox().loaded);
  await first.close();
  const second = await connected({ storage });
  assert.deepEqual(second.shown(), ["1", "2", "3 👍1"]);
  assert.deepEqual(second.store.inbox().rooms.map(({ room }) => room), ["dev"]);
  second.store.timeline("dev").open();
  const join = await second.socket.next("join");
  assert.equal(join["after"], 3);
  second.socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 4, recovered: true, missed: 1 }, message(4, 3));
  await until(() => second.store.timeline("dev").snapshot().live);
  assert.deepEqual(second.shown(), ["1", "2", "3 👍1", "4"]);
  assert.deepEqual(second.gateway.calls, []);
  await second.close();
});

test("a visit after very much was missed begins with the newest page", async () => {
  const storage = memoryStorage();
  const first = await connected({ storage });
  await open(first);
  await first.close();
  const { gateway, socket, store, shown, close } = await connected({ storage });
  gateway.route((_, { pathname }) =>
    pathname === "/api/messages" ? [200, { room: "dev", messages: [message(9_000, 8_999)], before: 9_000, after: null }] : undefined,
  );
  store.timeline("dev").open();
  const join = await socket.next("join");
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 9_000, recovered: false });
  await socket.next("leave");
  const again = await socket.next("join");
  assert.equal(again["after"], undefined);
  socket.send({ type: "joined", ref: again["ref"], room: "dev", seq: 9_000 });
  await until(() => store.timeline("dev").snapshot().live);
  assert.deepEqual(shown(), ["9000"]);
  assert.equal(store.timeline("dev").snapshot().hasOlder, true);
  await close();
});

test("a first page that the server can't give now is asked for again, ever more rarely, and not before the server's time", async () => {
  const clock = fakeClock();
  const { gateway, socket, store, close } = await connected({}, { clock, random: () => 1 });
  const timeline = store.timeline("dev");
  const loading = (): unknown => timeline.snapshot().loading;
  gateway.route(() => [503, { code: "unavailable" }, gateway.calls.length <= 3 ? {} : { "Retry-After": "7" }]);
  timeline.open();
  const join = await socket.next("join");
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 1 });
  await until(() => gateway.calls.length === 1);
  for (const wait of [500, 1_000, 2_000, 11_000, 15_000, 23_000, 37_000, 37_000]) {
    await until(() => loading() === null);
    assert.equal(timeline.snapshot().error?.code, "unavailable");
    clock.advance(wait - 1);
    assert.equal(loading(), null, `asked before ${wait} ms`);
    clock.advance(1);
    assert.equal(loading(), "first", `not asked after ${wait} ms`);
  }
  gateway.route(() => [200, { room: "dev", messages: [message(1, 0)], before: null, after: null }]);
  await until(() => loading() === null);
  clock.advance(37_000);
  await until(() => timeline.snapshot().live);
  assert.deepEqual([timeline.snapshot().items.map(textOf), timeline.snapshot().error], [["1"], null]);
  await close();
});

test("reactions that can't be read again now are asked for ever more rarely", async () => {
  const clock = fakeClock();
  const made = await connected({}, { clock, random: () => 1 });
  const { gateway, socket, shown, close } = made;
  await open(made);
  const calls = gateway.calls.length;
  const longest = (): number => clock.waits().at(-1) ?? 0; // what is cached is written after a second
  gateway.route(() => [429, { code: "rate_limited" }, { "Retry-After": "2" }]);
  socket.send({ type: "reaction", room: "dev", seq: 4, prev: 3, id: "r", user: ann, target: 3, emoji: "👍", removed: false, at: 70 });
  await until(() => shown().at(-1) === "3 👍2me");
  const waited: number[] = [];
  for (let tries = 0; tries < 3; tries++) {
    await until(() => longest() > 1_000);
    waited.push(longest());
    clock.advance(longest());
  }
  await until(() => gateway.calls.length === calls + 3);
  assert.deepEqual(waited, [1_500, 4_000, 4_500]);
  await close();
});

test("a message that is read again undoes no change that came meanwhile", async () => {
  const made = await connected();
  const { gateway, socket, shown, close } = made;
  await open(made);
  let answer: ((page: Answer) => void) | null = null;
  gateway.route(() => new Promise<Answer>((resolve) => (answer = resolve)));
  socket.send({ type: "reaction", room: "dev", seq: 4, prev: 3, id: "r", user: ann, target: 3, emoji: "👍", removed: false, at: 70 });
  await until(() => answer !== null);
  socket.send({ type: "deleted", room: "dev", seq: 5, prev: 4, id: "d", user: ann, target: 3, at: 80 });
  await until(() => shown().at(-1) === "deleted");
  const calls = gateway.calls.length;
  gateway.route(() => [200, { room: "dev", messages: [{ ...message(3, 2), content: undefined, deletedAt: 80 }], before: 3, after: null }]);
  answer!([200, { room: "dev", messages: [message(3, 2)], before: 3, after: null }]);
  await until(() => gateway.calls.length > calls);
  assert.equal(shown().at(-1), "deleted");
  await close();
});

test("a further reaction does not hurry messages that the server asks to wait for", async () => {
  const clock = fakeClock();
  const made = await connected({}, { clock, random: () => 1 });
  const { gateway, socket, shown, close } = made;
  await open(made);
  const calls = gateway.calls.length;
  gateway.route(() => [429, { code: "rate_limited" }, { "Retry-After": "30" }]);
  const reaction = { type: "reaction", room: "dev", user: { id: "u3" }, target: 3, removed: false, at: 70 };
  const longest = (): number => clock.waits().at(-1) ?? 0;
  socket.send({ ...reaction, seq: 4, prev: 3, id: "r", emoji: "👍" }, { ...reaction, seq: 5, prev: 4, id: "s", emoji: "🎉" });
  await until(() => shown().at(-1) === "3 👍2 🎉1");
  assert.equal(clock.waits().filter((ms) => ms > 1_000).length, 1);
  clock.advance(1_500);
  await until(() => longest() > 30_000);
  socket.send({ ...reaction, seq: 6, prev: 5, id: "t", emoji: "👀" });
  await until(() => shown().at(-1) === "3 👍2 🎉1 👀1");
  assert.deepEqual(clock.waits().filter((ms) => ms > 1_000), [32_000]);
  assert.equal(gateway.calls.length, calls + 1);
  await close();
});

test("a room that is joined goes on where only its presence is refused", async () => {
  const made = await connected();
  const { client, socket, events, store, close } = made;
  await open(made);
  store.timeline("dev").open({ presence: true });
  const asked = await socket.next("join");
  socket.send({ type: "error", ref: asked["ref"], room: "dev", code: "unavailable", message: "later", retryAfterMs: 1 }, message(4, 3));
  await until(() => events.length === 1);
  const again = await socket.next("join");
  assert.deepEqual([again["presence"], again["after"]], [true, undefined]);
  socket.send({ type: "joined", ref: again["ref"], room: "dev", seq: 4 });
  await client.live();
  await close();
});

test("nobody is online in a room that has ended", async () => {
  const made = await connected();
  const { socket, store, close } = made;
  await open(made, { presence: true });
  socket.send({ type: "presence_state", room: "dev", count: 1, users: [{ ...ann, status: "online", since: 1 }] });
  await until(() => store.timeline("dev").presence().count === 1);
  socket.send({ type: "left", room: "dev", reason: "kicked" });
  await until(() => store.timeline("dev").snapshot().error !== null);
  assert.equal(store.timeline("dev").presence().count, 0);
  await close();
});

test("a store that is closed gives its joins back, and asks for nothing more", async () => {
  const clock = fakeClock();
  const { gateway, socket, store, close } = await connected({}, { clock });
  gateway.route(() => [503, { code: "unavailable" }]);
  const stop = store.timeline("dev").open({ presence: true });
  const join = await socket.next("join");
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 1 });
  await until(() => store.timeline("dev").snapshot().error?.code === "unavailable");
  await store.close();
  await socket.next("leave");
  stop();
  clock.advance(60_000);
  assert.equal(store.timeline("dev").snapshot().loading, null);
  store.client.room("dev").read(1);
  assert.equal((await socket.next()).type, "read");
  await close();
});

test("the inbox follows activity, membership and further pages", async () => {
  const { store, socket, close } = await connected();
  const names = (): string[] => store.inbox().rooms.map(({ room, unread }) => `${room} ${unread}`);
  socket.send({ type: "inbox", rooms: [{ room: "a", lastSeq: 9, unread: 0 }, { room: "b", lastSeq: 5, unread: 1 }], next: "c1" });
  socket.send({ type: "activity", room: "b", lastSeq: 6, readSeq: 0, unread: 2, mentions: 0 });
  await until(() => names()[0] === "b 2");
  socket.send({ type: "added", room: "c", lastSeq: 1, unread: 0, by: ann }, { type: "activity", room: "b", lastSeq: 6, readSeq: 6, unread: 0, mentions: 0 });
  await until(() => names()[1] === "b 0");
  assert.deepEqual(names(), ["c 0", "b 0", "a 0"]);
  assert.equal(store.inbox().hasMore, true);
  const more = store.loadMoreRooms();
  const asked = await socket.next("inbox");
  assert.equal(asked["cursor"], "c1");
  socket.send({ type: "inbox", ref: asked["ref"], rooms: [{ room: "z", lastSeq: 1, unread: 0 }, { room: "a", lastSeq: 9, unread: 0 }], next: null });
  await more;
  assert.deepEqual(names(), ["c 0", "b 0", "z 0", "a 0"]);
  socket.send({ type: "removed", room: "a", reason: "kicked" });
  await until(() => names().length === 3);
  assert.equal(store.inbox().hasMore, false);
  // After a reconnect: what is not in the first page is paged again, as it may be gone.
  socket.send({ type: "inbox", rooms: [{ room: "b", lastSeq: 6, unread: 0 }], next: "c1" });
  await until(() => names().join() === "b 0");
  assert.equal(store.inbox().hasMore, true);
  await close();
});

test("activity in a room that is on no page yet brings the first page again", async () => {
  const { store, socket, close } = await connected();
  const names = (): string[] => store.inbox().rooms.map(({ room }) => room);
  socket.send({ type: "inbox", rooms: [{ room: "a", lastSeq: 9, unread: 0 }], next: "c1" });
  for (const lastSeq of [10, 11]) socket.send({ type: "activity", room: "z", lastSeq, readSeq: 0, unread: 1, mentions: 0 });
  const asked = await socket.next("inbox");
  assert.deepEqual(asked, { type: "inbox", ref: "again", limit: 100 });
  socket.send({ type: "inbox", ref: "again", rooms: [{ room: "z", lastSeq: 11, unread: 1 }], next: "c2" });
  await until(() => names().join() === "z,a"); // a page that was read before stays
  await close();
});

test("who types, who is online and who has read", async () => {
  const made = await connected();
  const { store, socket, close } = made;
  await open(made, { presence: true });
  const timeline = store.timeline("dev");
  const bob = { id: "u2", username: "bob" };
  socket.send(
    { type: "presence_state", room: "dev", count: 1, users: [{ ...ann, status: "online", since: 1 }] },
    { type: "presence", room: "dev", user: bob, status: "away", at: 2 },
    { type: "typing", room: "dev", user: bob, typing: true },
    { type: "typing", room: "dev", user: ann, typing: true },
    { type: "read", room: "dev", user: bob, seq: 3 },
  );
  await until(() => timeline.readMarkers().get("u2") === 3);
  assert.deepEqual(timeline.typing(), [bob]);
  assert.deepEqual(timeline.presence().users.map(({ id, status }) => `${id} ${status}`), ["u1 online", "u2 away"]);
  socket.send(message(4, 3), { type: "presence", room: "dev", user: bob, status: "offline", at: 3 });
  await until(() => timeline.presence().count === 1);
  assert.deepEqual(timeline.typing(), []);
  await close();
});

test("an emoji that has the name of a property of all objects counts like any other", async () => {
  const made = await connected();
  const { socket, shown, close } = made;
  await open(made);
  const reaction = { type: "reaction", room: "dev", user: ann, target: 4, removed: false, at: 70 };
  const emojis = ["constructor", "__proto__", "toString"];
  socket.send(message(4, 3), ...emojis.map((emoji, i) => ({ ...reaction, seq: 5 + i, prev: 4 + i, id: `r${i}`, emoji })));
  await until(() => made.events.length === 4);
  assert.equal(shown().at(-1), "4 constructor1me __proto__1me toString1me");
  await close();
});

test("a store that is closed writes nothing more, though a view leaves its room later", async ({ mock }) => {
  const storage = memoryStorage();
  const written: string[] = [];
  const watched = {
    ...storage,
    apply(changes: Parameters<typeof storage.apply>[0]) {
      written.push(...changes.map(({ key }) => key).filter((key) => key.startsWith("store/")));
      return storage.apply(changes);
    },
  };
  const made = await connected({ storage: watched });
  const leave = await open(made);
  await made.store.close();
  assert.ok(written.includes("store/room/dev"));
  written.length = 0;
  mock.timers.enable({ apis: ["setTimeout"] });
  leave();
  mock.timers.tick(10_000);
  mock.timers.reset();
  assert.deepEqual(written, []);
  await made.end();
});

test("a room that somebody else joined from another position shows the newest page, not a hole", async () => {
  const storage = memoryStorage();
  const first = await connected({ storage });
  await open(first);
  await first.close();
  const { gateway, client, socket, store, shown, close } = await connected({ storage });
  gateway.route(() => [200, { room: "dev", messages: [message(8, 7), message(9, 8)], before: 8, after: null }]);
  const joined = client.room("dev").join();
  const join = await socket.next("join");
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 9 });
  await joined;
  store.timeline("dev").open();
  await until(() => shown().join() === "8,9");
  assert.equal(store.timeline("dev").snapshot().hasOlder, true);
  await until(() => store.timeline("dev").snapshot().live);
  await close();
});

for (const presence of [true, false]) {
  test(`a live event that comes while a restored room is joined is not put over the hole, ${presence ? "with" : "without"} presence`, async () => {
    const storage = memoryStorage();
    const first = await connected({ storage });
    await open(first);
    await first.close();
    const { gateway, client, socket, store, shown, close } = await connected({ storage });
    gateway.route(() => [200, { room: "dev", messages: [message(8, 7), message(9, 8), message(10, 9)], before: 8, after: null }]);
    const joined = client.room("dev").join();
    const join = await socket.next("join");
    if (presence) {
      // The room is followed already, and joined again for its presence.
      socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 9 });
      await joined;
      store.timeline("dev").open({ presence });
      const again = await socket.next("join");
      socket.send(message(10, 9), { type: "joined", ref: again["ref"], room: "dev", seq: 10 });
    } else {
      // The join is under way; its answer and the event come at once.
      store.timeline("dev").open();
      socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 9 }, message(10, 9));
    }
    await until(() => store.timeline("dev").snapshot().live);
    assert.deepEqual([shown(), store.timeline("dev").snapshot().hasOlder], [["8", "9", "10"], true]);
    joined.leave();
    assert.equal(client.room("dev").joined, true);
    await close();
  });
}

test("an event behind the end of a restored timeline that is closed is not put over the hole", async () => {
  const storage = memoryStorage();
  const first = await connected({ storage });
  await open(first);
  await first.close();
  const { client, socket, store, shown, close } = await connected({ storage });
  const joined = client.room("dev").join();
  const join = await socket.next("join");
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 9 }, message(10, 9));
  await joined;
  await until(() => client.room("dev").position === 10);
  assert.deepEqual([shown(), store.timeline("dev").snapshot().loaded], [["10"], false]);
  await close();
});

test("a member that was removed and added again goes on in the open view", async () => {
  const made = await connected();
  const { gateway, socket, store, shown, close } = made;
  await open(made);
  socket.send({ type: "left", room: "dev", reason: "kicked" });
  await until(() => store.timeline("dev").snapshot().error !== null);
  socket.send({ type: "added", room: "dev", lastSeq: 5, unread: 0, by: ann });
  gateway.route(() => [200, { room: "dev", messages: [message(5, 4)], before: 5, after: null }]);
  const join = await socket.next("join");
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 5 });
  await until(() => shown().join() === "5" && store.timeline("dev").snapshot().live);
  assert.equal(store.timeline("dev").snapshot().error, null);
  await close();
});

test("a view that closes after its room has ended gives back no join of others", async () => {
  const made = await connected();
  const { client, socket, events, store, close } = made;
  const stop = await open(made);
  const former = client.room("dev").join();
  socket.send({ type: "left", room: "dev", reason: "kicked" });
  await until(() => store.timeline("dev").snapshot().error !== null);
  const joining = client.room("dev").join();
  const join = await socket.next("join");
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 5 });
  await joining;
  stop();
  former.leave();
  socket.send(message(6, 5));
  await until(() => events.length === 1);
  joining.leave();
  joining.leave();
  assert.equal((await socket.next())["type"], "leave");
  assert.equal(client.room("dev").joined, false);
  await close();
});

test("presence is there as long as one of several views wants it", async () => {
  const made = await connected();
  const { client, gateway, socket, store, close } = made;
  const timeline = store.timeline("dev");
  const signals: string[] = [];
  client.on("signal", ({ type }) => signals.push(type));
  const state = { type: "presence_state", room: "dev", count: 1, users: [{ ...ann, status: "online", since: 1 }] };
  const names = (): string[] => timeline.presence().users.map(({ username }) => username);

  const first = await open(made);
  const second = timeline.open({ presence: true });
  const asked = await socket.next("join");
  assert.deepEqual([asked["presence"], asked["after"]], [true, undefined]);
  socket.send({ type: "joined", ref: asked["ref"], room: "dev", seq: 3 }, state);
  await until(() => names().join() === "ann");
  const third = timeline.open({ presence: true });
  second();
  first();
  socket.cut();
  const next = await gateway.socket();
  assert.deepEqual((await next.greet())["rooms"], { dev: { after: 3, presence: true } });
  next.send({ type: "joined", room: "dev", seq: 3, recovered: true, missed: 0 }, state);
  await client.live();
  const fourth = timeline.open();
  third();
  assert.deepEqual(names(), []);
  next.send({ type: "presence", room: "dev", user: { id: "u2", username: "bob" }, status: "online", at: 2 }, message(4, 3));
  await until(() => made.events.length === 1);
  assert.deepEqual([names(), signals], [[], ["presence_state", "presence_state"]]);
  next.cut();
  const last = await gateway.socket();
  assert.deepEqual((await last.greet())["rooms"], { dev: { after: 4 } });
  fourth();
  await close();
});

test("a view that wants presence gets its state, though another part of the application has it already", async () => {
  const made = await connected();
  const { client, socket, store, close } = made;
  const joining = client.room("dev").join({ presence: true });
  const join = await socket.next("join");
  const state = { type: "presence_state", room: "dev", count: 1, users: [{ ...ann, status: "online", since: 1 }] };
  socket.send({ type: "joined", ref: join["ref"], room: "dev", seq: 3 }, state);
  await joining;
  const timeline = store.timeline("dev");
  timeline.open();
  const stop = timeline.open({ presence: true });
  const again = await socket.next("join");
  socket.send({ type: "joined", ref: again["ref"], room: "dev", seq: 3 }, state);
  await until(() => timeline.presence().count === 1);
  stop();
  socket.send({ type: "presence", room: "dev", user: { id: "u2", username: "bob" }, status: "online", at: 2 }, message(4, 3));
  await until(() => made.events.length === 1);
  assert.equal(timeline.presence().count, 0);
  await close();
});

test("an unsent message has the names of its files after a reload; the server gets their ids", async () => {
  const storage = memoryStorage();
  const first = await setup({ storage });
  const file = { id: "f1", name: "plan.pdf", contentType: "application/pdf", size: 12 };
  await first.client.room("dev").send({ id: "one", content: "see", attachments: [file, "f2"] }).stored;
  await first.end();
  // An entry of a former version has the ids only.
  const action = { type: "send", content: "old", attachments: ["f3"] };
  await storage.apply([{ key: "outbox/0", value: { id: "old", room: "dev", action, at: 1, order: "0", state: "queued" } }]);
  const { socket, store, shown, close } = await connected({ storage });
  const files = (): unknown => (store.timeline("dev").snapshot().items[1]?.event as Message).attachments;
  assert.deepEqual(files(), [file, { id: "f2", name: "", contentType: "", size: 0 }]);
  assert.deepEqual(shown().map((text) => text.split(" ")[0]), ["old", "see"]);
  const old = await socket.next("send");
  assert.deepEqual([old["id"], old["attachments"]], ["old", ["f3"]]);
  socket.send({ type: "ack", ref: old["ref"], room: "dev", seq: 1, at: 1 });
  const sent = await socket.next("send");
  assert.deepEqual([sent["attachments"], sent["files"]], [["f1", "f2"], undefined]);
  await close();
});

test("what a removed member may no longer read is not kept", async () => {
  const storage = memoryStorage();
  const first = await connected({ storage });
  await open(first);
  await first.close();
  assert.equal((await storage.list("store/room/")).length, 1);
  const { socket, store, close } = await connected({ storage });
  store.timeline("dev").open();
  const join = await socket.next("join");
  socket.send({ type: "error", ref: join["ref"], room: "dev", code: "not_found", message: "no such room" });
  await until(() => store.timeline("dev").snapshot().error !== null);
  await close();
  assert.deepEqual(await storage.list("store/room/"), []);
});

test("a page is not doubted for good: later reactions are counted without asking the server", async ({ mock }) => {
  const made = await connected();
  const { gateway, socket, shown, close } = made;
  await open(made);
  const calls = gateway.calls.length;
  mock.timers.enable({ apis: ["Date"], now: Date.now() + 10_001 });
  socket.send({ type: "reaction", room: "dev", seq: 4, prev: 3, id: "r", user: ann, target: 3, emoji: "👍", removed: false, at: 70 });
  await until(() => shown().at(-1) === "3 👍2me");
  mock.timers.reset();
  await new Promise((resolve) => setTimeout(resolve, 1_600));
  assert.equal(gateway.calls.length, calls);
  await close();
});
