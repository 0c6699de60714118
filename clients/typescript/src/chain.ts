import { backoff, type Clock } from "./clock.js";
import { asChatError, ChatError } from "./errors.js";
import type { EventPage, RoomEvent } from "./protocol.js";

const BUFFER_CAPACITY = 1_000;
// A replay that stops in the middle is fetched instead.
const STALLED_AFTER_MS = 10_000;

/** What a chain asks of its client. */
export interface ChainHost {
  readonly clock: Clock;
  readonly random: () => number;
  page(after: number): Promise<EventPage>;
  /** The next event, each once and in order. */
  deliver(event: RoomEvent): void;
  /** `missing` may have changed. */
  changed(): void;
  /** What was held is of another log; the position is one of this log now. */
  reset(): void;
  /** The room can't be read any more. */
  lost(error: ChatError): void;
}

/** The answer to a join, as far as the chain needs it. */
export interface JoinAnswer {
  readonly seq: number;
  readonly recovered?: boolean;
  readonly missed?: number;
}

/** The events of one room, made complete: an event is delivered only after the one before it. */
export interface Chain {
  /** The seq up to which every event was delivered, null before the first join. */
  position(): number | null;
  /** Events known to be missing; 0 if the chain is complete as far as the client can know. */
  missing(): number;
  joined(answer: JoinAnswer): void;
  receive(event: RoomEvent): void;
  /** The socket is gone: forgets what only that socket would have brought. */
  interrupt(): void;
}

/** Makes the chain of a room that holds everything up to `start`. */
export function createChain(start: number | null, host: ChainHost): Chain {
  let held = start;
  let target = 0; // the chain is not complete before this position
  let suspect: number | null = null; // the room's end as of a join, if it is before the position
  let missed = 0; // events that the server promised to replay
  let buffer: RoomEvent[] = [];
  let repair: { stopped: boolean } | null = null;
  let cancelWatch = (): void => {};

  const at = (): number => held ?? 0;

  function deliver(event: RoomEvent): void {
    held = event.seq;
    missed = Math.max(0, missed - 1);
    host.deliver(event);
  }

  function joined({ seq, recovered, missed: announced = 0 }: JoinAnswer): void {
    if (held === null) held = seq;
    target = seq;
    missed = seq > held ? announced : 0;
    suspect = recovered === false && seq < held ? seq : null;
    if (seq > held && recovered) watch();
    else if (seq > held || suspect !== null) void startRepair();
    host.changed();
  }

  function receive(event: RoomEvent): void {
    if (held === null || (suspect === null && event.seq <= held)) return;
    if (repair || event.prev !== held) {
      enqueue(event);
      void startRepair();
    } else {
      deliver(event);
      if (event.seq < target) watch();
    }
    host.changed();
  }

  function enqueue(event: RoomEvent): void {
    target = Math.max(target, event.seq);
    buffer.push(event);
    // The server has them all: those beyond the capacity are read from it.
    if (buffer.length > BUFFER_CAPACITY) buffer = [];
  }

  function watch(): void {
    cancelWatch();
    const seen = held;
    cancelWatch = host.clock.after(STALLED_AFTER_MS, () => {
      if (held === seen && at() < target) void startRepair();
    });
  }

  async function startRepair(): Promise<void> {
    if (repair) return;
    const mine = (repair = { stopped: false });
    for (let attempt = 0; !mine.stopped && (suspect !== null || !drained()); ) {
      const before = held;
      try {
        if (suspect !== null) examine(await host.page(at() - 1), mine);
        else take(await host.page(at()), mine);
        if (held !== before) attempt = 0;
        else if (suspect === null && !drained()) await pause(backoff(host.random, attempt++));
      } catch (thrown) {
        if (mine.stopped) return;
        const error = asChatError(thrown);
        if (error.code === "not_found" || error.code === "forbidden") return lose(error);
        await pause(Math.max(error.retryAfterMs ?? 0, backoff(host.random, attempt++)));
      }
    }
    if (mine.stopped) return;
    repair = null;
    host.changed();
  }

  /** Delivers what follows; true if nothing is missing any more. */
  function drained(): boolean {
    buffer.sort((a, b) => a.seq - b.seq);
    for (let next = buffer[0]; next && (next.seq <= at() || next.prev === held); next = buffer[0]) {
      buffer.shift();
      if (next.seq > at()) deliver(next);
    }
    return buffer.length === 0 && at() >= target;
  }

  // The position is after the room's end as this gateway knows it. Either the gateway is behind, or
  // the log is another one, which has no event at the position.
  function examine(page: EventPage, mine: { stopped: boolean }): void {
    if (mine.stopped || suspect === null) return;
    if (page.events[0]?.seq !== held) {
      held = suspect;
      host.reset();
    }
    suspect = null;
  }

  // The first event of a page may have a `prev` before the position that was asked for: an
  // application may resume from a position at which this room has no event.
  function take(page: EventPage, mine: { stopped: boolean }): void {
    if (mine.stopped) return;
    for (const event of page.events) {
      if (event.seq <= at()) continue;
      if (event.prev > at()) break;
      deliver(event);
      if (mine.stopped) return;
    }
    host.changed();
  }

  function lose(error: ChatError): void {
    interrupt();
    host.lost(error);
  }

  const pause = (ms: number): Promise<void> => new Promise((resolve) => host.clock.after(ms, resolve));

  function interrupt(): void {
    if (repair) repair.stopped = true;
    repair = null;
    buffer = [];
    target = missed = 0;
    suspect = null;
    cancelWatch();
  }

  return {
    position: () => held,
    missing: () => (repair || at() < target ? Math.max(1, missed, buffer.length) : 0),
    joined,
    receive,
    interrupt,
  };
}
