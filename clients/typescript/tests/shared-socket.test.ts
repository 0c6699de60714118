import assert from "node:assert/strict";
import { test } from "node:test";
import { createSharedSocket } from "../src/shared-socket.js";
import { memoryStorage } from "../src/storage.js";
import { browserTabs } from "../src/tabs.js";
import type { SocketLike } from "../src/types.js";
import { online, setup } from "./support/setup.js";
import { browser } from "./support/tabs.js";

test("a tab that the socket's tab does not answer opens a socket of its own", async ({ mock }) => {
  const { tab } = browser();
  const suspended = tab();
  createSharedSocket(suspended, () => assert.fail("the suspended tab opens nothing"));
  await Promise.resolve();
  suspended.suspend();

  const sent: string[] = [];
  const own: SocketLike = { onopen: null, onmessage: null, onclose: null, onerror: null, send: (text) => void sent.push(text), close() {} };
  const urls: string[] = [];
  const open = (url: string): SocketLike => {
    urls.push(url);
    return own;
  };
  mock.timers.enable({ apis: ["setTimeout"] });
  const socket = createSharedSocket(tab(), open).open("ws://gateway/ws");
  const got: unknown[] = [];
  socket.onopen = () => void got.push("open");
  socket.onmessage = ({ data }) => void got.push(data);
  socket.onclose = ({ code }) => void got.push(code);
  await Promise.resolve();
  for (let second = 1; second <= 3; second++) mock.timers.tick(1_000);
  assert.deepEqual(urls, []);
  mock.timers.tick(1_000);
  assert.deepEqual(urls, ["ws://gateway/ws"]);

  own.onopen?.();
  socket.send("frame");
  own.onmessage?.({ data: "answer" });
  own.onclose?.({ code: 1012, reason: "" });
  assert.deepEqual(sent, ["frame"]);
  assert.deepEqual(got, ["open", "answer", 1012]);
});

test("without a storage that tabs share each client has a socket of its own", () => {
  assert.equal(browserTabs(null), null);
});

test("where the browser allows no locks a tab has a socket of its own, and sends by itself", async () => {
  let asked = 0;
  const refusing = { request: () => Promise.reject(new DOMException(`refused ${++asked}`, "SecurityError")) };
  const former = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: { locks: refusing }, configurable: true });
  const made = await setup({ storage: { ...memoryStorage(), sharedName: "refused" } });
  const socket = await online(made);
  made.client.room("dev").send("one");
  assert.equal((await socket.next("send"))["content"], "one");
  assert.deepEqual([made.gateway.opened(), asked < 6], [1, true]);
  await made.end();
  if (former) Object.defineProperty(globalThis, "navigator", former);
  else Reflect.deleteProperty(globalThis, "navigator");
});
