/** Opcodes of RFC 6455. */
export declare const OPCODE: {
    readonly continuation: 0;
    readonly text: 1;
    readonly binary: 2;
    readonly close: 8;
    readonly ping: 9;
    readonly pong: 10;
};
/** What a {@link frameReader} finds. */
export interface FrameHandler {
    text(text: string): void;
    ping(payload: Buffer): void;
    close(code: number, reason: string): void;
    /** The bytes are not those of a server. */
    broken(): void;
}
/** One whole frame of a client, masked. */
export declare function encodeFrame(opcode: number, payload: Buffer): Buffer;
/** Takes the bytes of a connection as they come. */
export declare function frameReader(handler: FrameHandler): (bytes: Buffer) => void;
