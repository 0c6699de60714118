import type { ChatError, Clock } from "@chat-backbone/client";
import type { Client } from "../handles.js";
import type { RoomEvent } from "../protocol.js";
import type { Ack, OutboxEntry } from "../types.js";
import type { Signals } from "./signals.js";
import type { Timeline } from "./types.js";
import type { Line } from "./window.js";

/** What the storage keeps of a room. */
export interface CachedTimeline {
  readonly room: string;
  readonly lines: readonly Line[];
  readonly position: number;
  readonly before: number | null;
}

/** A timeline with what only the store calls. */
export interface StoredTimeline extends Timeline {
  readonly signals: Signals;
  readonly opened: boolean;
  receive(event: RoomEvent): void;
  /** Gives the join back, and asks for nothing more. */
  leave(): void;
  acknowledged(entry: OutboxEntry, ack: Ack): void;
  restarted(): void;
  /** The chain goes on over another connection. */
  joined(): void;
  left(error: ChatError): void;
  /** I am in the room, perhaps again. */
  member(): void;
  /** Something beside the lines changed: the outbox, the connection, who I am. */
  touch(): void;
  restore(cached: CachedTimeline): void;
  /** Null: what is stored stays. Undefined: it goes, as I am not in the room or may not read it. */
  cached(): CachedTimeline | null | undefined;
}

/** What a timeline needs of the store. */
export interface TimelineHost {
  readonly client: Client;
  readonly pageSize: number;
  readonly windowSize: number;
  readonly clock: Clock;
  readonly random: () => number;
  changed(): void;
}
