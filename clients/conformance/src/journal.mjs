// What happened so far, in order, for steps that wait for some of it.

/**
 * Makes a journal.
 *
 * @returns {add(entry), next(pattern-test, ms), none(test, ms), since()}: `next` waits for the first entry after the last
 *     one that was found, and returns it; `none` fails if such an entry comes within a time
 */
export function createJournal() {
  const entries = [];
  let cursor = 0;
  let waiting = () => {};

  const changed = (ms) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      waiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function find(test, ms) {
    const end = performance.now() + ms;
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
      waiting();
    },
    async next(test, ms) {
      const found = await find(test, ms);
      if (found >= 0) cursor = found + 1;
      return found >= 0;
    },
    async none(test, ms) {
      return (await find(test, ms)) < 0;
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
  };
}
