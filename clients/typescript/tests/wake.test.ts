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
