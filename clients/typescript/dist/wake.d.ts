/**
 * Calls when the network is back or the page is looked at again: timers were late meanwhile, and a dead line looks
 * open until something is asked over it. Does nothing outside browsers. The answer stops it.
 */
export declare function watchBrowser(wake: () => void): () => void;
