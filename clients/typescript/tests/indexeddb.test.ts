import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { indexedDbStorage } from "../src/indexeddb.js";

/** A browser whose database opens as the test says. */
function browserDatabase(context: TestContext, open: () => object): void {
  const global = globalThis as { indexedDB?: unknown };
  global.indexedDB = { open };
  context.after(() => delete global.indexedDB);
}

test("a database that the browser has closed is opened again, once for a change", async (context) => {
  let opened = 0;
  let usable = true;
  browserDatabase(context, () => {
    const mine = ++opened;
    const transaction = () => {
      if (mine === 1 || !usable) throw new DOMException("the database connection is closing", "InvalidStateError");
      const made = { objectStore: () => ({ put() {} }), oncomplete() {} };
      setImmediate(() => made.oncomplete());
      return made;
    };
    const request = { result: { transaction, close() {} }, onsuccess() {} };
    setImmediate(() => request.onsuccess());
    return request;
  });
  const storage = indexedDbStorage("chat-test");
  await storage.apply([{ key: "a", value: 1 }]);
  assert.equal(opened, 2);
  usable = false;
  await assert.rejects(storage.apply([{ key: "a", value: 2 }]), { name: "InvalidStateError" });
  assert.equal(opened, 3);
});

test("a database that does not open is given up, and asked for again by the next change", async (context) => {
  let opened = 0;
  browserDatabase(context, () => ({ opened: ++opened }));
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const storage = indexedDbStorage("chat-test");
  for (const times of [1, 2]) {
    const change = storage.apply([{ key: "a", value: 1 }]);
    context.mock.timers.tick(5_000);
    await assert.rejects(change, /does not open/);
    assert.equal(opened, times);
  }
});
