/**
 * How long to wait before the next try: exponential with full jitter, so that the clients of a
 * gateway that went away do not come back all at once.
 *
 * @param {number} attempt tries that failed so far, from 0
 * @returns {number} milliseconds
 */
export function backoff(attempt, {baseMs = 500, capMs = 30_000} = {}) {
  return Math.random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 16));
}

/** Resolves after so many milliseconds. */
export function pause(ms) {
  return new Promise(resolve => setTimeout(resolve, ms));
}
