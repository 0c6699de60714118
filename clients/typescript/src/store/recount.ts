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
 * Makes a recount. It waits a little, which puts many reactions into one call, and those of many readers apart.
 *
 * @param generation changes when the window begins anew: an answer for an earlier one is dropped
 */
export function createRecount(
  room: Room,
  window: Window,
  { clock, random }: TimelineHost,
  generation: () => number,
  changed: () => void,
): Recount {
  const doubtful = new Set<number>();
  let failures = 0;

  function check(seq: number, moreMs = 0): void {
    doubtful.add(seq);
    if (doubtful.size < 2) clock.after(AFTER_MS + moreMs + random() * SPREAD_MS, () => void readAgain());
  }

  async function readAgain(): Promise<void> {
    const mine = generation();
    const seqs = [...doubtful];
    doubtful.clear();
    if (!seqs.length) return;
    const page = await room.history({ after: Math.min(...seqs) - 1, limit: seqs.length > 1 ? PAGE : 1 }).catch(asChatError);
    if (mine !== generation()) return;
    if ("messages" in page) {
      const { messages, after } = page;
      failures = 0;
      for (const message of messages) if (seqs.includes(message.seq)) window.put(message);
      for (const seq of seqs) if (after !== null && seq > after) check(seq);
      changed();
    } else if (page.temporary) {
      const wait = (page.retryAfterMs ?? 0) + backoff(random, failures++);
      for (const seq of seqs) check(seq, wait);
    }
  }

  return { check, clear: () => doubtful.clear() };
}
