import assert from "node:assert/strict";
import { test } from "node:test";
import { setup } from "./support/setup.js";

const stored = { id: "f1", name: "notes.txt", contentType: "text/plain", size: 5, sha256: "", url: "/api/files/f1", status: "ready" };

test("an upload names its room and file, tells its progress, and gives what was stored", async () => {
  const { gateway, client, end } = await setup();
  let body = "";
  gateway.route((method, url, text) => {
    body = text;
    return method === "POST" && url.pathname === "/api/files/upload" ? [201, stored] : undefined;
  });
  const progress: number[] = [];
  const onProgress = (share: number): void => void progress.push(share);
  const file = await client.upload(new Blob(["hello"]), { room: "dev", name: "notes.txt", onProgress });
  assert.deepEqual(file, stored);
  assert.match(body, /name="room"\r\n\r\ndev\r\n/);
  assert.match(body, /filename="notes.txt"/);
  assert.deepEqual([progress[0], progress.at(-1)], [0, 1]);
  await end();
});

test("an upload is given up by its signal, before and while it is under way", async () => {
  const { gateway, client, end } = await setup();
  let stop = new AbortController();
  gateway.route(() => {
    stop.abort();
    return new Promise(() => {});
  });
  // Often, since Node fails only when the end of the body and the abort meet.
  for (let i = 0; i < 50; i++) {
    stop = new AbortController();
    await assert.rejects(client.upload(new Blob(["hello"]), { signal: stop.signal }), { code: "aborted" });
  }
  await assert.rejects(client.upload(new Blob(["hello"]), { signal: AbortSignal.abort() }), { code: "aborted" });
  assert.deepEqual(gateway.calls, Array(50).fill("POST /api/files/upload"));
  await end();
});

test("users are searched by name, page by page", async () => {
  const { gateway, client, end } = await setup();
  const users = [{ id: "u2", username: "bob" }];
  gateway.route((_, url) => (url.searchParams.get("query") === "b&o" ? [200, { users, next: "c2" }] : undefined));
  assert.deepEqual(await client.users.search("b&o", { limit: 1 }), { users, next: "c2" });
  assert.deepEqual(gateway.calls, ["GET /api/users?query=b%26o&limit=1"]);
  await end();
});

test("an answer that is no JSON is that of another network, not of the gateway", async () => {
  const { gateway, client, end } = await setup();
  gateway.route(() => [200, "<html>Welcome to our hotel</html>", { "Content-Type": "text/html" }]);
  await assert.rejects(client.rooms.mine(), { code: "unreachable", status: 200, temporary: true });
  await assert.rejects(client.upload(new Blob(["hello"])), { code: "unreachable" });
  gateway.route(() => [204, undefined]);
  assert.equal(await client.request("DELETE", "/api/x"), undefined);
  await end();
});
