import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { startGateway } from "../support/gateway.js";
import { startChromium } from "./chromium.js";

const SCRIPT = readFileSync(fileURLToPath(new URL("page.js", import.meta.url)), "utf8");
const ROUNDS = 7;

// 50 rooms with 50 messages each, as the store caches them.
const FILL = `(async () => {
  const message = (room, seq) => ({type: "message", room, seq, prev: seq - 1, id: crypto.randomUUID(), at: 1796001206505 + seq,
    user: {id: "0198a1c2-0000-7000-8000-00000000000" + seq % 7, username: "user" + seq % 7}, content: "A message of usual length, number " + seq});
  const changes = [{key: "meta/user", value: {id: "u1", username: "ann"}}];
  const rooms = [];
  for (let i = 0; i < 50; i++) {
    const room = "room-" + i;
    const lines = Array.from({length: 50}, (_, seq) => message(room, seq + 1));
    rooms.push({room, name: "Room " + i, visibility: "public", kind: "public", role: "member", lastSeq: 50, readSeq: 40, unread: 10, mentions: 0, last: lines[49]});
    changes.push({key: "store/room/" + room, value: {room, lines, position: 50, before: 1}});
  }
  changes.push({key: "store/inbox", value: {user: "u1", rooms}});
  await chat.indexedDbStorage("bench").apply(changes);
})()`;

const PAINT = `(async () => {
  const begin = performance.now();
  const client = chat.createClient({url: location.origin, token: async () => "t", storage: chat.indexedDbStorage("bench")});
  const store = chat.createStore(client, {cachedRooms: 60}); // the room of the page is none of the 50
  await store.ready;
  const {rooms} = store.inbox();
  const items = rooms.map(({room}) => store.timeline(room).snapshot().items.length);
  const ready = performance.now() - begin;
  chat.render(store);
  // A task behind the next frame: what it shows is painted.
  await new Promise(painted => requestAnimationFrame(() => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = painted;
    port2.postMessage(0);
  }));
  const took = performance.now() - begin;
  if (!document.querySelector("#rooms").textContent.includes("room-49")) throw new Error("not all rooms are painted");
  if (items.length !== 50 || items.some(count => count !== 50)) throw new Error("not all rooms are there: " + items);
  await store.close();
  await client.close();
  return [ready, took];
})()`;

test("first paint of 50 cached rooms", async () => {
  const gateway = await startGateway();
  const chromium = await startChromium();
  gateway.route((_, url) =>
    url.pathname === "/page.js"
      ? [200, SCRIPT, { "Content-Type": "text/javascript" }]
      : [200, '<!doctype html><script src="page.js"></script>', { "Content-Type": "text/html" }],
  );
  const tab = await chromium.tab(`${gateway.url}/`);
  await tab.run(FILL);
  const times: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await tab.reload();
    times.push(await tab.run<[number, number]>(PAINT));
  }
  for (const [index, what] of ["snapshots", "painted by React"].entries()) {
    const sorted = times.map((both) => both[index] ?? 0).sort((a, b) => a - b);
    console.log(`50 rooms of 50 messages from IndexedDB, ${what}, ms: ${sorted.map((time) => time.toFixed(1)).join(" ")}`);
  }
  await chromium.close();
  await gateway.close();
});
