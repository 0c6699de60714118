import type { SocketLike } from "./types.js";
/** What the tab that has the socket says to a tab. */
export interface ToTab {
    readonly tab: string;
    /** The socket is open, or with false: it is being opened. */
    readonly opened?: boolean;
    readonly text?: string;
    readonly closed?: number;
}
/** One socket for several tabs. Each tab closes the gaps in its own chains, so a room that is joined is joined for all. */
export interface Hub {
    open(tab: string, url: string): void;
    frame(tab: string, text: string): void;
    close(tab: string): void;
    /** Closes the socket; all tabs are told to come back. */
    end(): void;
}
/** Makes the hub. `watch` calls back when a tab is gone. */
export declare function createHub(openSocket: (url: string) => SocketLike, post: (message: ToTab) => void, watch: (tab: string, gone: () => void) => () => void): Hub;
