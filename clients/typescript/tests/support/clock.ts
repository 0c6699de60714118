import type { Clock } from "../../src/clock.js";

/** A clock that moves when the test says so. */
export interface FakeClock extends Clock {
  /** Moves on and runs what is due, in order. */
  advance(ms: number): void;
  /** Times until the tasks that wait. */
  waits(): number[];
}

/** Makes a clock that shows the present time and stands still. */
export function fakeClock(): FakeClock {
  let now = Date.now();
  let tasks: { at: number; task: () => void }[] = [];
  return {
    now: () => now,
    after(ms, task) {
      const entry = { at: now + ms, task };
      tasks.push(entry);
      return () => void (tasks = tasks.filter((other) => other !== entry));
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = tasks.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        tasks = tasks.filter((other) => other !== next);
        now = Math.max(now, next.at);
        next.task();
      }
      now = end;
    },
    waits: () => tasks.map(({ at }) => at - now).sort((a, b) => a - b),
  };
}
