const REST_MS = 10_000;
const SPREAD_MS = 20_000;

/** Work that many readers of a room do for the same reason. */
export interface Seldom {
  /** Asks for the work; all that ask until it is done get the same one. */
  ask(): void;
  /** Forgets that it was asked for. */
  stop(): void;
}

/** Does work at a random moment after at least ten seconds, so that not all readers of a room call at once. */
export function seldom(work: () => void, random: () => number = Math.random): Seldom {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ask() {
      timer ??= setTimeout(() => {
        timer = undefined;
        work();
      }, REST_MS + random() * SPREAD_MS);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
