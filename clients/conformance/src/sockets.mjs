// The server's side of RFC 6455, as small as a scripted gateway needs it: text frames, fragments, pings, closes.
import { createHash } from 'node:crypto';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/**
 * Accepts a WebSocket.
 *
 * @param request the upgrade request of node:http
 * @param wire its TCP socket
 * @param on {text(string), closed(code)}: called for each text, and once at the end; 1006 is an end without a close frame
 * @returns {text(string), ping(), close(code), drop()}: `close` sends a close frame; `drop` ends the TCP connection at once
 */
export function accept(request, wire, on) {
  const key = createHash('sha1').update(request.headers['sec-websocket-key'] + GUID).digest('base64');
  const asked = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  const protocol = asked.includes('chat.v1') ? 'Sec-WebSocket-Protocol: chat.v1\r\n' : '';
  wire.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${key}\r\n${protocol}\r\n`,
  );
  wire.setNoDelay(true);
  let received = Buffer.alloc(0);
  let fragments = [];
  let code = 1006;
  let closing = false;

  const write = (opcode, payload) => {
    if (!wire.destroyed && wire.writable) wire.write(frame(opcode, payload));
  };
  const close = (number) => {
    if (closing) return;
    closing = true;
    code = number;
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(number);
    write(CLOSE, payload);
    wire.end();
  };
  const handle = ({ opcode, last, payload }) => {
    if (opcode === CLOSE) return close(payload.length >= 2 ? payload.readUInt16BE(0) : 1005);
    if (opcode === PING) return write(PONG, payload);
    if (opcode === PONG) return undefined;
    fragments.push(payload);
    if (!last) return undefined;
    const text = Buffer.concat(fragments).toString();
    fragments = [];
    return on.text(text);
  };
  wire.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    for (let next = parse(received); next; next = parse(received)) {
      received = received.subarray(next.size);
      handle(next);
    }
  });
  wire.on('error', () => wire.destroy());
  wire.on('close', () => on.closed(code));
  return {
    text: (text) => write(TEXT, Buffer.from(text)),
    ping: () => write(PING, Buffer.alloc(0)),
    close,
    drop: () => wire.destroy(),
  };
}

function frame(opcode, payload) {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  if (length < 126) {
    head[1] = length;
  } else if (length < 65536) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}

// The first whole frame in some bytes, or undefined. Frames of clients are masked.
function parse(bytes) {
  if (bytes.length < 2) return undefined;
  let length = bytes[1] & 0x7f;
  let start = 2;
  if (length === 126) {
    if (bytes.length < 4) return undefined;
    length = bytes.readUInt16BE(2);
    start = 4;
  } else if (length === 127) {
    if (bytes.length < 10) return undefined;
    length = Number(bytes.readBigUInt64BE(2));
    start = 10;
  }
  const size = start + 4 + length;
  if (bytes.length < size) return undefined;
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(bytes.subarray(start + 4, size));
  for (let i = 0; i < payload.length; i++) payload[i] ^= mask[i % 4];
  return { opcode: bytes[0] & 0x0f, last: (bytes[0] & 0x80) !== 0, payload, size };
}
