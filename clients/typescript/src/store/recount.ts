import { asChatError, systemClock } from "@chat-backbone/client";
import type { Room } from "../handles.js";
import type { Window } from "./window.js";

const AFTER_MS = 300;
const SPREAD_MS = 1_200;
const AFTER_FAILURE_MS = 10_000;
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
export function createRecount(room: Room, window: Window, generation: () => number, changed: () => void): Recount {
  const doubtful = new Set<number>();

  function check(seq: number, atLeastMs = AFTER_MS): void {
    doubtful.add(seq);
    if (doubtful.size < 2) systemClock.after(atLeastMs + Math.random() * SPREAD_MS, () => void readAgain());
  }

  async function readAgain(): Promise<void> {
    const mine = generation();
    const seqs = [...doubtful];
    doubtful.clear();
    if (!seqs.length) return;
    try {
      const { messages, after } = await room.history({ after: Math.min(...seqs) - 1, limit: seqs.length > 1 ? PAGE : 1 });
      if (mine !== generation()) return;
      for (const message of messages) if (seqs.includes(message.seq)) window.put(message);
      for (const seq of seqs) if (after !== null && seq > after) check(seq);
      changed();
    } catch (thrown) {
      if (mine === generation() && asChatError(thrown).temporary) for (const seq of seqs) check(seq, AFTER_FAILURE_MS);
    }
  }

  return { check, clear: () => doubtful.clear() };
}
