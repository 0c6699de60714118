import type { Clock } from "./clock.js";
import type { SocketLike } from "./types.js";
/** A frame of either side. */
export interface Frame {
    readonly type: string;
    readonly ref?: string;
    readonly room?: string;
    readonly [field: string]: unknown;
}
/** One socket, from its opening until it is closed or found dead. */
export interface Link {
    send(frame: object): void;
    /** Asks for a sign of life, as after sleep. */
    probe(): void;
    /** Sets the heartbeat, once the server told it. */
    heartbeat(pingMs: number): void;
    /** Gives the socket up; nothing is heard of it any more. */
    drop(): void;
}
/** What a {@link Link} tells. */
export interface LinkHost {
    readonly clock: Clock;
    opened(): void;
    frame(frame: Frame): void;
    /** The socket is closed or dead. Called once, and never after `drop`. */
    closed(code: number): void;
}
/** Opens a socket. */
export declare function openLink(open: (url: string) => SocketLike, url: string, host: LinkHost): Link;
