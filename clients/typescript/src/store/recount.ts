import { asChatError, backoff } from "@chat-backbone/client";
import type { Room } from "../handles.js";
import type { TimelineHost } from "./stored-timeline.js";
import type { Window } from "./window.js";

const AFTER_MS = 300;
const SPREAD_MS = 1_200;
const PAGE = 200;

/** Reads messages again whose reactions only the server knows. */
export interface Recount {
  check(seq: number): void;
  clear(): void;
}

/**
 * Makes a recount. It waits a little, which puts many reactions into one call, and those of many readers apart; the longer,
 * the more often it was asked in a row. One call is under way at a time.
 *
 * @param counted called once messages were read
 */
export function createRecount(room: Room, window: Window, { clock, random }: TimelineHost, counted: () => void): Recount {
  const doubtful = new Set<number>();
  let cancel: (() => void) | null = null; // a call is planned, or under way
  let tries = 0;
  let waitMs = 0;

  function check(seq: number): void {
    doubtful.add(seq);
    cancel ??= clock.after(waitMs + AFTER_MS + random() * SPREAD_MS, () => void readAgain());
  }

  async function readAgain(): Promise<void> {
    const mine = cancel;
    const lines = new Map([...doubtful].map((seq) => [seq, window.get(seq)]));
    doubtful.clear();
    const from = Math.min(...lines.keys()) - 1;
    const page = await room.history({ after: from, limit: lines.size > 1 ? PAGE : 1 }).catch(asChatError);
    if (cancel !== mine) return;
    cancel = null;
    waitMs = backoff(random, tries++);
    if ("messages" in page) {
      for (const [seq, line] of lines) {
        const message = page.messages.find((one) => one.seq === seq);
        const now = window.get(seq);
        if (!now) continue;
        // What changed meanwhile may be newer than the answer; what is missing is on a later page.
        if (now === line && message) window.put(message);
        else if (now !== line || page.after !== null) check(seq);
      }
      counted();
    } else if (page.temporary) {
      waitMs += page.retryAfterMs ?? 0;
      for (const seq of lines.keys()) check(seq);
    }
    // What came while the call was under way.
    for (const seq of doubtful) check(seq);
  }

  return {
    check,
    clear() {
      cancel?.();
      cancel = null;
      tries = waitMs = 0;
      doubtful.clear();
    },
  };
}
