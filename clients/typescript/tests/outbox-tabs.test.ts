import assert from "node:assert/strict";
import { test } from "node:test";
import { createOutbox, type ClientOutbox } from "../src/outbox.js";
import { memoryStorage } from "../src/storage.js";
import { fakeClock, type FakeClock } from "./support/clock.js";
import { until } from "./support/setup.js";
import { browser } from "./support/tabs.js";

interface TabSetup {
  readonly outbox: ClientOutbox;
  readonly asked: { readonly [field: string]: unknown }[];
  suspend(): void;
  connected(is: boolean): void;
}

/** Two tabs of one storage, whose server answers nothing. The first one sends. */
async function twoTabs(): Promise<{ clock: FakeClock; a: TabSetup; b: TabSetup }> {
  const clock = fakeClock();
  const storage = memoryStorage();
  const all = browser();
  const tab = async (): Promise<TabSetup> => {
    const tabs = all.tab();
    const asked: TabSetup["asked"] = [];
    let online = true;
    const outbox = createOutbox({
      clock,
      random: Math.random,
      storage,
      tabs,
      capacity: 10,
      ask: (frame) => new Promise(() => asked.push(frame as { [field: string]: unknown })),
      isConnected: () => online,
      changed: () => {},
      failed: (error) => assert.fail(error),
    });
    await outbox.ready;
    outbox.connected();
    await settled();
    const connected = (is: boolean): void => {
      online = is;
      if (is) outbox.connected();
      else outbox.lost();
    };
    return { outbox, asked, suspend: tabs.suspend, connected };
  };
  return { clock, a: await tab(), b: await tab() };
}

async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

test("a tab that is not connected leaves sending to another one", async () => {
  const { a, b } = await twoTabs();
  const { id } = b.outbox.add("dev", { type: "send", content: "one" });
  await until(() => a.asked.length === 1);
  a.connected(false);
  await until(() => b.asked.length === 1);
  assert.deepEqual([b.asked[0]?.["id"], b.asked[0]?.["retry"]], [id, true]);
});

test("a tab takes over from one that is suspended, not from one that answers", async () => {
  const { clock, a, b } = await twoTabs();
  b.outbox.add("dev", { type: "send", content: "one" });
  await until(() => a.asked.length === 1);
  clock.advance(8_000);
  await settled();
  clock.advance(2_000);
  await settled();
  assert.equal(b.asked.length, 0);
  a.suspend();
  clock.advance(8_000);
  await settled();
  clock.advance(2_000);
  await until(() => b.asked.length === 1);
});
