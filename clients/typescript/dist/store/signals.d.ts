import type { Clock } from "../clock.js";
import type { Author, Signal } from "../protocol.js";
import type { PresenceSnapshot } from "./types.js";
/** Who types, is online and has read what, in one room. */
export interface Signals {
    receive(signal: Signal, me: Author | null): void;
    /** Whether presence is wanted; without it nothing is known of it. */
    watch(wanted: boolean): void;
    /** The user has sent a message, and so stopped typing. */
    sent(user: Author): void;
    typing(): readonly Author[];
    presence(): PresenceSnapshot;
    readMarkers(): ReadonlyMap<string, number>;
    /** The room is not joined any more: nothing is known of who types and who is online. */
    clear(): void;
}
/** Makes {@link Signals}; `changed` is called after each change. */
export declare function createSignals(clock: Clock, changed: () => void): Signals;
