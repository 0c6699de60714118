import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { watchBrowser } from "../src/wake.js";
import { fakeClock } from "./support/clock.js";
import { online, setup, until } from "./support/setup.js";

// Of a browser's page these are all that the client asks for.
const page = Object.assign(new EventTarget(), { hidden: false });
const browser = new EventTarget();
const globals = globalThis as { document?: unknown; addEventListener?: unknown };

beforeEach(() => {
  globals.document = page;
  globals.addEventListener = browser.addEventListener.bind(browser);
});

afterEach(() => {
  delete globals.document;
  delete globals.addEventListener;
  page.hidden = false;
});

for (const [target, name] of [[browser, "online"], [browser, "pageshow"], [page, "visibilitychange"]] as const) {
  test(`after ${name} a client that waits connects at once`, async () => {
    const clock = fakeClock();
    const { gateway, client, end } = await setup({ clock });
    const first = await online({ client, gateway });
    await client.live();
    first.close(1001);
    await until(() => client.state.phase === "offline");
    target.dispatchEvent(new Event(name));
    await (await gateway.socket()).greet();
    await client.live();
    await end();
  });
}

test("a connected client asks whether the line is alive, but not where the page is hidden", async () => {
  const clock = fakeClock();
  const { gateway, client, end } = await setup({ clock });
  const socket = await online({ client, gateway });
  await client.live();
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  client.status("away");
  assert.equal((await socket.next()).type, "status");
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal((await socket.next()).type, "ping");
  clock.advance(10_000);
  await until(() => client.state.phase === "offline", "a line without an answer is given up");
  await end();
});

test("a partial inbox is read again when the page is looked at, until it is whole", async () => {
  const clock = fakeClock();
  const { gateway, client, end } = await setup({ clock });
  client.connect();
  const socket = await gateway.socket();
  await socket.greet();
  await client.live();
  const look = async (): Promise<string> => {
    page.dispatchEvent(new Event("visibilitychange"));
    assert.equal((await socket.next()).type, "ping");
    socket.send({ type: "pong", at: 1 });
    clock.advance(4_000);
    client.status("away");
    return (await socket.next()).type;
  };
  socket.send({ type: "inbox", rooms: [{ room: "a", lastSeq: 9, unread: 0 }], next: null, partial: true });
  await until(() => client.inbox.snapshot().partial);
  assert.equal(await look(), "inbox");
  assert.equal((await socket.next()).type, "status");
  socket.send({ type: "inbox", ref: "again", rooms: [{ room: "a", lastSeq: 12, unread: 3 }], next: null });
  await until(() => !client.inbox.snapshot().partial);
  assert.equal(client.inbox.snapshot().rooms[0]?.unread, 3);
  assert.equal(await look(), "status");
  socket.send({ type: "added", room: "b", lastSeq: 13, unread: 1, partial: true });
  await until(() => client.inbox.snapshot().partial);
  assert.equal(await look(), "status", "within a minute");
  await end();
});

test("nothing wakes what has stopped watching", () => {
  let woken = 0;
  const wakeAll = (): void => {
    for (const name of ["online", "offline", "pageshow"]) browser.dispatchEvent(new Event(name));
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const stop = watchBrowser(() => woken++);
  wakeAll();
  assert.equal(woken, 4);
  stop();
  wakeAll();
  assert.equal(woken, 4);
});
