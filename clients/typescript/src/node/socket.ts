import { createHash, randomBytes } from "node:crypto";
import { request as httpRequest, type ClientRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import type { SocketLike } from "../types.js";
import { encodeFrame, frameReader, OPCODE } from "./websocket-frames.js";

const ABNORMAL = 1006;
const ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, section 1.3
const CLOSE_WITHIN_MS = 2_000;

/** Opens a WebSocket (RFC 6455) with what Node 20 has: `createClient({webSocket: nodeSocket, …})`. */
export function nodeSocket(url: string): SocketLike {
  let stream: Duplex | null = null;
  let closing = false;
  let over = false;

  function finish(code: number, reason = ""): void {
    if (over) return;
    over = true;
    stream?.destroy();
    socket.onclose?.({ code, reason });
  }

  function write(opcode: number, payload: Buffer): void {
    stream?.write(encodeFrame(opcode, payload));
  }

  function opened(connection: Duplex, head: Buffer): void {
    stream = connection;
    const read = frameReader({
      text: (text) => socket.onmessage?.({ data: text }),
      ping: (payload) => write(OPCODE.pong, payload),
      close(code, reason) {
        if (!closing) write(OPCODE.close, Buffer.from([code >> 8, code & 255]));
        connection.end();
        finish(code, reason);
      },
      broken: () => finish(ABNORMAL),
    });
    connection.on("data", (bytes: Buffer) => over || read(bytes));
    connection.on("error", () => finish(ABNORMAL));
    connection.on("close", () => finish(ABNORMAL));
    socket.onopen?.();
    if (head.length > 0) read(head);
  }

  const key = randomBytes(16).toString("base64");
  const accept = createHash("sha1").update(key + ACCEPT_SUFFIX).digest("base64");
  const request = upgrade(url, key);
  request.on("upgrade", ({ headers }, connection, head) => {
    if (!over && headers["sec-websocket-accept"] === accept) return opened(connection, head);
    connection.destroy();
    finish(ABNORMAL);
  });
  request.on("response", (response) => {
    response.resume();
    finish(ABNORMAL);
  });
  request.on("error", () => finish(ABNORMAL));
  request.end();

  const socket: SocketLike = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    send(text) {
      if (!stream || closing || over) throw new Error("the socket is not open");
      write(OPCODE.text, Buffer.from(text));
    },
    close(code = 1000) {
      if (closing || over) return;
      closing = true;
      if (!stream) {
        request.destroy();
        finish(ABNORMAL);
        return;
      }
      write(OPCODE.close, Buffer.from([code >> 8, code & 255]));
      setTimeout(() => finish(ABNORMAL), CLOSE_WITHIN_MS).unref();
    },
  };
  return socket;
}

function upgrade(url: string, key: string): ClientRequest {
  const open = url.startsWith("wss:") ? httpsRequest : httpRequest;
  return open(url.replace(/^ws/, "http"), {
    headers: {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": key,
    },
  });
}
