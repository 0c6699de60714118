import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startGateway, type Answer, type Gateway, type ServerSocket } from "../support/gateway.js";
import { message } from "../support/setup.js";
import { startChromium, type Chromium, type Tab } from "./chromium.js";

const SCRIPT = readFileSync(fileURLToPath(new URL("page.js", import.meta.url)), "utf8");
const HTML = { "Content-Type": "text/html" };
const CLIENT = `
  globalThis.errors = [];
  addEventListener("error", ({message}) => errors.push(message));
  globalThis.start = (name, options) => {
    globalThis.client = chat.createClient({url: location.origin, token: async () => "t", inbox: false, storage: chat.indexedDbStorage(name), ...options});
    globalThis.events = [];
    client.on("event", ({seq}) => events.push(seq));
    client.on("error", ({message}) => errors.push(message));
    client.connect();
  };`;

let gateway: Gateway;
let chromium: Chromium;

before(async () => {
  chromium = await startChromium();
});
after(() => chromium.close());

/** A gateway of its own for each test, so that tests do not share an origin and its storage. */
async function begin(route: (path: string, url: URL) => Answer | undefined = () => undefined): Promise<void> {
  gateway = await startGateway();
  gateway.route((_, url) => {
    if (url.pathname === "/page.js") return [200, SCRIPT + CLIENT, { "Content-Type": "text/javascript" }];
    if (url.pathname === "/") return [200, '<!doctype html><body><script src="page.js"></script>', HTML];
    return route(url.pathname, url);
  });
}

const tab = (): Promise<Tab> => chromium.tab(`${gateway.url}/`);

async function eventually<T>(one: Tab, expression: string, expected: T): Promise<void> {
  let last: T | undefined;
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    last = await one.run<T>(expression);
    if (JSON.stringify(last) === JSON.stringify(expected)) return;
  }
  assert.deepEqual(last, expected, expression);
}

/** Answers joins of the socket at a position. */
async function answerJoin(socket: ServerSocket, seq: number): Promise<void> {
  const { ref, room } = await socket.next("join");
  socket.send({ type: "joined", ref, room, seq });
}

test("IndexedDB keeps values in the order of their keys, over reloads", async () => {
  await begin();
  const one = await tab();
  await one.run(`chat.indexedDbStorage("s").apply([{key: "b/2", value: {n: 2}}, {key: "b/1", value: {n: 1}}, {key: "a", value: 0}])`);
  await one.run(`chat.indexedDbStorage("s").apply([{key: "a", value: undefined}, {key: "c", value: 3}])`);
  await one.reload();
  assert.deepEqual(await one.run(`chat.indexedDbStorage("s").list("b/")`), [{ n: 1 }, { n: 2 }]);
  assert.deepEqual(await one.run(`chat.indexedDbStorage("s").list("")`), [{ n: 1 }, { n: 2 }, 3]);
  assert.deepEqual(await one.run(`(async () => { const s = chat.indexedDbStorage("s"); await s.clear(); return s.list(""); })()`), []);
  await one.close();
  await gateway.close();
});

test("a message that is unsent outlives a reload and is sent with retry", async () => {
  await begin();
  const one = await tab();
  await one.run(`start("s", {})`);
  const first = await gateway.socket();
  await first.next("connect");
  const id = await one.run<string>(`(async () => { const s = client.room("dev").send("kept"); await s.stored; return s.id; })()`);
  await one.reload();
  await one.run(`start("s", {})`);
  const second = await gateway.socket();
  const connect = await second.next("connect");
  second.send({ type: "connected", ref: connect["ref"], user: { id: "u1" }, pingMs: 25_000, tokenExpiresAt: Date.now() + 600_000 });
  const sent = await second.next("send");
  assert.deepEqual([sent["id"], sent["retry"], sent["content"]], [id, true, "kept"]);
  second.send({ type: "ack", ref: sent["ref"], room: "dev", seq: 4 });
  await eventually(one, "client.outbox.entries().length", 0);
  await one.close();
  await gateway.close();
});

test("tabs share one socket; when its tab closes another one takes over, and no event is lost", async () => {
  await begin((path, url) => {
    if (!path.endsWith("/events")) return undefined;
    const events = [message(11, 10), message(12, 11), message(13, 12)].filter((event) => (event as { seq: number }).seq > Number(url.searchParams.get("after")));
    return [200, { room: "dev", events, after: null }];
  });
  const [a, b] = [await tab(), await tab()];
  await a.run(`start("s", {}); client.room("dev").join(); 0`);
  const first = await gateway.socket();
  await first.greet();
  await answerJoin(first, 10);
  await eventually(a, "client.state.phase", "live");
  await b.run(`start("s", {}); client.room("dev").join(); client.room("ops").join(); 0`);
  await answerJoin(first, 5);
  await eventually(b, "client.state.phase", "live");
  assert.equal(gateway.opened(), 1);
  first.send(message(11, 10), { type: "message", ...message(6, 5), room: "ops" });
  await eventually(a, "events", [11]);
  await eventually(b, "[...events].sort()", [11, 6]);

  await a.close();
  const second = await gateway.socket();
  await second.greet();
  for (let joins = 0; joins < 2; joins++) {
    const { ref, room, after: position } = await second.next("join");
    second.send({ type: "joined", ref, room, seq: room === "dev" ? 13 : 6, recovered: room !== "dev", missed: 0 });
    assert.equal(position, room === "dev" ? 11 : 6);
  }
  await eventually(b, "client.state.phase", "live");
  assert.deepEqual(await b.run("events.filter(seq => seq > 10)"), [11, 12, 13]);
  assert.deepEqual(await b.run("errors"), []);
  assert.equal(gateway.opened(), 2);
  await b.close();
  await gateway.close();
});

test("what two tabs write goes once and in order, also when the sending tab closes before the answer", async () => {
  await begin();
  const [a, b] = [await tab(), await tab()];
  await a.run(`start("s", {})`);
  const first = await gateway.socket();
  await first.greet();
  await eventually(a, "client.state.phase", "live");
  await b.run(`start("s", {})`);
  await eventually(b, "client.state.phase", "live");
  await b.run(`client.room("dev").send("one").acknowledged.then(({seq}) => { globalThis.one = seq; }); 0`);
  const one = await first.next("send");
  assert.equal(one["content"], "one");
  first.send({ type: "ack", ref: one["ref"], room: "dev", seq: 1 });
  await eventually(b, "globalThis.one", 1);
  await b.run(`client.room("dev").send("two").acknowledged.then(({seq}) => { globalThis.two = seq; }); 0`);
  const two = await first.next("send");
  await a.run(`client.room("dev").send("three").stored.then(() => 0)`);
  await eventually(b, "client.outbox.entries().map(({action}) => action.content)", ["two", "three"]);
  await a.close();
  const second = await gateway.socket();
  await second.greet();
  const again = await second.next("send");
  assert.deepEqual([again["id"], again["retry"]], [two["id"], true]);
  second.send({ type: "ack", ref: again["ref"], room: "dev", seq: 2 });
  const three = await second.next("send");
  assert.equal(three["content"], "three");
  second.send({ type: "ack", ref: three["ref"], room: "dev", seq: 3 });
  await eventually(b, "[globalThis.two, client.outbox.entries().length]", [2, 0]);
  assert.deepEqual(await b.run("errors"), []);
  await b.close();
  await gateway.close();
});

test("hooks show the store and follow it", async () => {
  await begin((path) => (path === "/api/messages" ? [200, { room: "dev", messages: [message(1, 0)], before: null, after: null }] : undefined));
  const one = await tab();
  await one.run(`start("s", {share: false}); chat.render(chat.createStore(client)); 0`);
  const socket = await gateway.socket();
  const greeted = await socket.greet();
  if (!("dev" in greeted["rooms"])) await answerJoin(socket, 1);
  else socket.send({ type: "joined", room: "dev", seq: 1 });
  const text = (id: string): string => `document.querySelector("#${id}").textContent`;
  await eventually(one, text("items"), "1");
  assert.equal(await one.run(text("state")), "live");
  socket.send(message(2, 1), { type: "typing", room: "dev", user: { id: "u2", username: "bob" }, typing: true });
  await eventually(one, text("items"), "1 2");
  await eventually(one, text("typing"), "bob");
  await one.run(`document.querySelector("#send").click()`);
  await eventually(one, text("items"), "1 2 mine*");
  assert.equal(await one.run(text("unsent")), "1");
  const sent = await socket.next("send");
  socket.send(message(3, 2, { id: sent["id"], user: { id: "u1" }, content: "mine" }), { type: "ack", ref: sent["ref"], room: "dev", seq: 3 });
  await eventually(one, text("items"), "1 2 mine");
  await one.run(`document.querySelector("#other").click()`);
  assert.equal((await socket.next("leave"))["room"], "dev");
  assert.equal((await socket.next("join"))["room"], "ops");
  assert.deepEqual(await one.run("errors"), []);
  await one.close();
  await gateway.close();
});
