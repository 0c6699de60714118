import { type Clock } from "./clock.js";
import { ChatError } from "./errors.js";
import { type Frame } from "./link.js";
import type { Tokens } from "./tokens.js";
import type { ConnectionState, SocketLike } from "./types.js";
/** What the connection needs of the client. */
export interface ConnectionHost {
    readonly clock: Clock;
    readonly random: () => number;
    readonly tokens: Tokens;
    readonly open: (url: string) => SocketLike;
    /** Address of the socket; the next one after a failure. */
    address(failed: boolean): string;
    /** What goes into `connect`, beside the token. */
    greeting(): object;
    connected(frame: Frame): void;
    frame(frame: Frame): void;
    lost(): void;
    /** Events that rooms are known to miss. */
    missing(): number;
    state(state: ConnectionState): void;
}
/** The socket to a gateway, kept open: see docs/client-spec.md. */
export interface Connection {
    readonly state: ConnectionState;
    /** Whether frames can be sent. */
    readonly connected: boolean;
    start(): void;
    stop(): void;
    /** The network or the page is back: tries now, or asks whether the line is alive. */
    wake(): void;
    send(frame: object): boolean;
    /** `missing` may have changed. */
    refresh(): void;
}
/** Makes a connection that is offline. */
export declare function createConnection(host: ConnectionHost): Connection;
/** The failure that an error frame tells of. */
export declare function errorOf(frame: Frame): ChatError;
