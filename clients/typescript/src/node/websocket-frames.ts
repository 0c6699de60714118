import { randomBytes } from "node:crypto";

/** Opcodes of RFC 6455. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

// The server's largest frames are far smaller.
const LARGEST_MESSAGE = 64 * 1024 * 1024;
const NO_STATUS = 1005;

/** What a {@link frameReader} finds. */
export interface FrameHandler {
  text(text: string): void;
  ping(payload: Buffer): void;
  close(code: number, reason: string): void;
  /** The bytes are not those of a server. */
  broken(): void;
}

/** One whole frame of a client, masked. */
export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const header = Buffer.alloc(2 + extended + 4);
  header[0] = 0x80 | opcode;
  header[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) header.writeUInt16BE(length, 2);
  if (extended === 8) header.writeBigUInt64BE(BigInt(length), 2);
  const mask = randomBytes(4);
  mask.copy(header, 2 + extended);
  const masked = Buffer.from(payload);
  for (let i = 0; i < length; i++) masked[i] = masked[i]! ^ mask[i & 3]!;
  return Buffer.concat([header, masked]);
}

/** Takes the bytes of a connection as they come. */
export function frameReader(handler: FrameHandler): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let size = 0;

  function handle(final: boolean, opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.ping) return handler.ping(payload);
    if (opcode === OPCODE.close) {
      return handler.close(payload.length >= 2 ? payload.readUInt16BE(0) : NO_STATUS, payload.toString("utf8", 2));
    }
    if (opcode > OPCODE.binary) return;
    parts.push(payload);
    size += payload.length;
    if (!final) return;
    const text = Buffer.concat(parts).toString("utf8");
    parts = [];
    size = 0;
    handler.text(text);
  }

  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    while (rest.length >= 2) {
      const short = rest[1]! & 127;
      const start = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (rest.length < start) return;
      const length = short < 126 ? short : short === 126 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
      if ((rest[1]! & 128) !== 0 || size + length > LARGEST_MESSAGE) return handler.broken();
      if (rest.length < start + length) return;
      const first = rest[0]!;
      const payload = rest.subarray(start, start + length);
      rest = rest.subarray(start + length);
      handle((first & 128) !== 0, first & 15, payload);
    }
  };
}
