import { type Clock } from "./clock.js";
import type { Frame } from "./link.js";
import type { EventPage, RoomEvent } from "./protocol.js";
import type { Joining } from "./handles.js";
import type { Joined, Left } from "./types.js";
/** The rooms that the client follows, over all of its sockets. */
export interface Subscriptions {
    join(room: string, options: {
        readonly after?: number;
        readonly presence?: boolean;
    }): Joining;
    position(room: string): number | null;
    isJoined(room: string): boolean;
    isComplete(room: string): boolean;
    /** The rooms of `connect`. */
    greeting(): {
        readonly [room: string]: object;
    };
    connected(): void;
    lost(): void;
    /** True if the frame was about a subscription or an event of a chain. */
    handle(frame: Frame): boolean;
    missing(): number;
}
/** What subscriptions need of the client. */
export interface SubscriptionHost {
    readonly clock: Clock;
    readonly random: () => number;
    send(frame: object): boolean;
    page(room: string, after: number): Promise<EventPage>;
    event(event: RoomEvent): void;
    joined(joined: Joined): void;
    left(left: Left): void;
    changed(): void;
}
/** Makes subscriptions without rooms. */
export declare function createSubscriptions(host: SubscriptionHost): Subscriptions;
