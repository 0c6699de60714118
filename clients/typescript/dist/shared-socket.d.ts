import type { Tabs } from "./tabs.js";
import type { SocketLike } from "./types.js";
/** One socket of all tabs. */
export interface SharedSocket {
    open(url: string): SocketLike;
    /** Leaves the socket to another tab. */
    close(): void;
}
/** Makes sockets of which all tabs together have one: it belongs to one tab, to which the others talk. */
export declare function createSharedSocket(tabs: Tabs, open: (url: string) => SocketLike): SharedSocket;
