import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const WAIT_MS = 60_000;

/** A frame as the test sees it. */
export type Frame = { readonly type: string } & { readonly [field: string]: any };

/** The server's end of one socket. */
export interface ServerSocket {
  /** The next frame of the client, of this type if one is named: others are passed over. */
  next(type?: string): Promise<Frame>;
  send(...frames: object[]): void;
  close(code: number): void;
  /** Cuts the line. */
  cut(): void;
  /** Answers `connect`, and tells the frame. */
  greet(fields?: object): Promise<Frame>;
  readonly closed: Promise<void>;
}

/** An answer to a call: a status and a body. */
export type Answer = readonly [status: number, body?: unknown, headers?: { readonly [name: string]: string }];

/** A server that does what the test says, over real sockets. */
export interface Gateway {
  readonly url: string;
  /** The next socket that a client opens. */
  socket(): Promise<ServerSocket>;
  /** How many sockets were opened. */
  opened(): number;
  /** Calls so far, as `GET /path`. */
  readonly calls: string[];
  route(answer: (method: string, url: URL, body: any, request: IncomingMessage) => Answer | Promise<Answer> | undefined): void;
  close(): Promise<void>;
}

/** Starts a gateway on a free port. */
export async function startGateway(): Promise<Gateway> {
  const sockets = queue<ServerSocket>();
  const all = new Set<Duplex>();
  const calls: string[] = [];
  let opened = 0;
  let route: Parameters<Gateway["route"]>[0] = () => undefined;

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    calls.push(`${request.method} ${request.url}`);
    const isJson = request.headers["content-type"] === "application/json";
    const url = new URL(request.url ?? "/", "http://gateway");
    const found = await route(request.method ?? "GET", url, isJson ? JSON.parse(text) : text, request);
    reply(response, found ?? [404, { code: "not_found", detail: "no route" }]);
  });
  server.on("upgrade", (request: IncomingMessage, stream: Duplex) => {
    opened++;
    all.add(stream);
    const accept = createHash("sha1").update(request.headers["sec-websocket-key"] + MAGIC).digest("base64");
    stream.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    sockets.push(serverSocket(stream));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    socket: () => sockets.take("a socket"),
    opened: () => opened,
    calls,
    route: (answer) => (route = answer),
    async close() {
      for (const stream of all) stream.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function reply(response: ServerResponse, [status, body, headers]: Answer): void {
  const type = status < 400 ? "application/json" : "application/problem+json";
  response.writeHead(status, { "Content-Type": type, ...headers });
  response.end(body === undefined || typeof body === "string" ? body : JSON.stringify(body));
}

function serverSocket(stream: Duplex): ServerSocket {
  const frames = queue<Frame>();
  let rest = Buffer.alloc(0);
  let end = (): void => {};
  const closed = new Promise<void>((resolve) => (end = resolve));
  stream.on("error", () => {});
  stream.on("close", () => end());
  stream.on("data", (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (let frame = decode(rest); frame; frame = decode(rest)) {
      rest = rest.subarray(frame.size);
      if (frame.opcode === 1) frames.push(JSON.parse(frame.payload.toString()));
      if (frame.opcode === 8) stream.end(encode(8, frame.payload));
    }
  });

  async function next(type?: string): Promise<Frame> {
    for (;;) {
      const frame = await frames.take(type ?? "a frame");
      if (type === undefined || frame.type === type) return frame;
    }
  }

  const send = (...all: object[]): void => {
    for (const frame of all) stream.write(encode(1, Buffer.from(JSON.stringify(frame))));
  };

  return {
    next,
    send,
    closed,
    cut: () => void stream.destroy(),
    close: (code) => void stream.end(encode(8, Buffer.from([code >> 8, code & 255]))),
    async greet(fields = {}) {
      const connect = await next("connect");
      const user = { id: "u1", username: "ann" };
      send({ type: "connected", ref: connect["ref"], session: "s", user, pingMs: 25_000, tokenExpiresAt: Date.now() + 600_000, ...fields });
      return connect;
    },
  };
}

function encode(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header = length < 126 ? Buffer.from([128 | opcode, length]) : Buffer.from([128 | opcode, 126, length >> 8, length & 255]);
  return Buffer.concat([header, payload]);
}

function decode(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes[1]! & 127;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start + 4) return null;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const size = start + 4 + length;
  if (bytes.length < size) return null;
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(bytes.subarray(start + 4, size)).map((byte, i) => byte ^ mask[i & 3]!) as Buffer;
  return { opcode: bytes[0]! & 15, payload: Buffer.from(payload), size };
}

function queue<T>(): { push(value: T): void; take(what: string): Promise<T> } {
  const values: T[] = [];
  const waiting: ((value: T) => void)[] = [];
  return {
    push(value) {
      const first = waiting.shift();
      if (first) first(value);
      else values.push(value);
    },
    take(what) {
      const first = values.shift();
      if (first !== undefined) return Promise.resolve(first);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${what} did not come`)), WAIT_MS);
        timer.unref(); // what is still waited for at the end of a test does not keep the process
        waiting.push((value) => {
          clearTimeout(timer);
          resolve(value);
        });
      });
    },
  };
}
