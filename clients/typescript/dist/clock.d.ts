/** Time, injectable so that tests need not wait. */
export interface Clock {
    /** Milliseconds since the epoch. */
    now(): number;
    /** Runs a task once after a time; the answer cancels it. */
    after(ms: number, task: () => void): () => void;
}
/** The clock of the machine. */
export declare const systemClock: Clock;
/** Full jitter: a random time up to a bound that doubles with each failed try. */
export declare function backoff(random: () => number, attempt: number, baseMs?: number, capMs?: number): number;
