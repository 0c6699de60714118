import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { test } from "node:test";
import { fileStorage, nodeSocket } from "../src/node/index.js";
import { encodeFrame, frameReader } from "../src/node/websocket-frames.js";
import { startGateway } from "./support/gateway.js";
import { until } from "./support/setup.js";

/** What a reader finds in bytes that come in pieces of a size. */
function read(bytes: Buffer, piece: number): string[] {
  const found: string[] = [];
  const take = frameReader({
    text: (text) => found.push(`text ${text.length > 20 ? text.length : text}`),
    ping: (payload) => found.push(`ping ${payload}`),
    close: (code, reason) => found.push(`close ${code} ${reason}`),
    broken: () => found.push("broken"),
  });
  for (let at = 0; at < bytes.length; at += piece) take(bytes.subarray(at, at + piece));
  return found;
}

const frame = (first: number, payload: Buffer): Buffer => {
  const header = payload.length < 126 ? [first, payload.length] : [first, 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from(header), payload]);
};

test("frames are read from literal bytes, in pieces of any size", () => {
  const long = Buffer.concat([Buffer.from([0x81, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70]), Buffer.alloc(70_000, "x")]);
  const bytes = Buffer.concat([
    Buffer.from([0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f]),
    Buffer.from([0x01, 0x03, 0x48, 0x65, 0x6c]), // RFC 6455, section 5.7: a fragmented text with a ping in between
    frame(0x89, Buffer.from("p")),
    Buffer.from([0x80, 0x02, 0x6c, 0x6f]),
    frame(0x81, Buffer.from("é".repeat(100))),
    long,
    frame(0x88, Buffer.from([0x03, 0xf4, 0x62, 0x79, 0x65])),
    frame(0x88, Buffer.alloc(0)),
  ]);
  const expected = ["text Hello", "ping p", "text Hello", "text 100", "text 70000", "close 1012 bye", "close 1005 "];
  for (const piece of [1, 2, 7, 1_000, bytes.length]) assert.deepEqual(read(bytes, piece), expected);
});

test("masked frames of a server and endless messages are not read", () => {
  assert.deepEqual(read(encodeFrame(1, Buffer.from("x")), 100), ["broken"]);
  assert.deepEqual(read(Buffer.from([0x81, 127, 0, 0, 0x10, 0, 0, 0, 0, 0]), 100), ["broken"]);
});

test("a frame of the client is masked", () => {
  const bytes = encodeFrame(1, Buffer.from("Hello"));
  assert.deepEqual([bytes[0], bytes[1], bytes.length], [0x81, 0x85, 11]);
  const text = bytes.subarray(6).map((byte, i) => byte ^ bytes[2 + (i & 3)]!);
  assert.equal(Buffer.from(text).toString(), "Hello");
  assert.deepEqual([...encodeFrame(1, Buffer.alloc(300)).subarray(1, 4)], [0x80 | 126, 1, 44]);
  assert.deepEqual([...encodeFrame(1, Buffer.alloc(70_000)).subarray(1, 10)], [0x80 | 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70]);
});

test("a socket speaks with a server, answers its ping and tells its close code", async () => {
  const gateway = await startGateway();
  const socket = nodeSocket(gateway.url.replace("http", "ws"));
  const seen: unknown[] = [];
  const closed = new Promise<void>((resolve) => {
    socket.onclose = ({ code }) => {
      seen.push(code);
      resolve();
    };
  });
  socket.onmessage = ({ data }) => seen.push(data);
  await new Promise<void>((resolve) => (socket.onopen = resolve));
  const server = await gateway.socket();
  socket.send('{"type":"hello"}');
  assert.equal((await server.next()).type, "hello");
  server.send({ type: "world" });
  await until(() => seen.length === 1);
  server.close(4460);
  await closed;
  assert.deepEqual(seen, ['{"type":"world"}', 4460]);
  assert.throws(() => socket.send("{}"));
  await gateway.close();
});

test("who answers the handshake wrongly, or not at all, is closed with 1006", async () => {
  const server = createServer((_, response) => response.writeHead(503).end());
  server.on("upgrade", (request, stream: Duplex) => {
    if (request.url === "/refused") return void stream.end("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n");
    stream.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n");
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  for (const url of [`ws://127.0.0.1:${port}/refused`, `ws://127.0.0.1:${port}/wrong`, "ws://127.0.0.1:1/nobody"]) {
    const socket = nodeSocket(url);
    socket.onopen = () => assert.fail(url);
    assert.equal(await new Promise((resolve) => (socket.onclose = ({ code }) => resolve(code))), 1006);
  }
  server.closeAllConnections();
  server.close();
});

test("a file that ends in half a change keeps the changes before it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "storage-"));
  const file = join(folder, "chat-storage.jsonl");
  const first = fileStorage(folder);
  await first.apply([{ key: "a/1", value: 1 }, { key: "a/2", value: { deep: [2] } }]);
  await first.apply([{ key: "a/1", value: undefined }, { key: "b", value: 3 }]);
  appendFileSync(file, '[{"key":"c","val');
  const second = fileStorage(folder);
  assert.deepEqual(await second.list(""), [{ deep: [2] }, 3]);
  await second.apply([{ key: "c", value: 4 }]);
  assert.deepEqual(await fileStorage(folder).list("c"), [4]);
  await second.clear();
  assert.deepEqual([await second.list(""), readFileSync(file, "utf8")], [[], ""]);
  rmSync(folder, { recursive: true });
});
