// What happened so far, in order, for steps that wait for some of it.

/**
 * Makes a journal.
 *
 * @returns {add(entry), next(pattern-test, ms), none(test, ms, from), since(), reached()}: `next` waits for the first entry
 *     after the last one that was found, and returns it; `none` fails if such an entry comes within a time that begins at
 *     `from`; `reached` is the time at which the last one came that was found
 */
export function createJournal() {
  const entries = [];
  const times = [];
  let cursor = 0;
  let reached = 0;
  let waiting = () => {};

  const changed = (ms) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      waiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function find(test, ms, from = performance.now()) {
    const end = from + ms;
    for (let i = cursor; ; i++) {
      while (i >= entries.length) {
        const left = end - performance.now();
        if (left <= 0) return -1;
        await changed(left);
      }
      if (test(entries[i])) return i;
    }
  }

  return {
    entries,
    add(entry) {
      entries.push(entry);
      times.push(performance.now());
      waiting();
    },
    async next(test, ms) {
      const found = await find(test, ms);
      if (found >= 0) [cursor, reached] = [found + 1, times[found]];
      return found >= 0;
    },
    async none(test, ms, from) {
      const found = await find(test, ms, from);
      return found < 0 || times[found] > from + ms;
    },
    async all(tests, ms) {
      const start = cursor;
      let end = start;
      for (const test of tests) {
        cursor = start;
        if (!(await this.next(test, ms))) return false;
        end = Math.max(end, cursor);
      }
      cursor = end;
      return true;
    },
    since: () => entries.slice(cursor),
    reached: () => reached,
  };
}
