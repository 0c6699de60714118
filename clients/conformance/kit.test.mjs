// The kit judges right: the textbook client passes each script, and each planted fault fails the scripts that are about it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NAMES } from './faults.mjs';
import { scripts, tryClient } from './kit.mjs';

const file = (name) => new URL(name, import.meta.url).pathname;
const NODE = [process.execPath, '--experimental-websocket', '--no-warnings'];
const TEXTBOOK = file('textbook.mjs');

/** For each fault, scripts that must fail because of it. */
const CAUGHT = {
  'no-retry': ['ack-lost', 'send-lost', 'unavailable'],
  'other-id': ['ack-lost'],
  'no-after': ['join-from-the-start'],
  'forgets-places': ['resume', 'resume-two-rooms', 'auth-lost', 'line-lost-while-a-token-is-awaited'],
  'no-auth-in-band': ['token-in-band', 'no-token-now', 'auth-lost'],
  'no-connect': ['handshake'],
  'old-token': ['unauthenticated', 'auth-lost'],
  'deaf-to-hints': ['reconnect-hint'],
  'deaf-to-errors': ['refused', 'unavailable', 'rate-limited', 'send-order', 'one-room-refused'],
  'deaf-to-left': ['kicked'],
  'believes-all-is-recovered': ['recovered-false', 'another-log'],
  'ignores-prev': ['gap', 'gap-at-a-slow-server', 'gap-and-unavailable', 'line-lost-while-a-token-is-awaited'],
  hurries: ['unavailable', 'rate-limited'],
  'never-refused': ['refused'],
  'gives-up': ['unavailable', 'rate-limited'],
  'never-dead': ['heartbeat-silence'],
  'short-numbers': ['greatest-seq'],
  'shows-twice': ['join', 'doubles', 'chain-of-all-types', 'unknown-frames', 'hostile-frames'],
  'asks-again': ['line-lost-while-a-token-is-awaited'],
  'always-live': ['gap-at-a-slow-server'],
  'live-at-once': ['handshake', 'recovered-false'],
  'never-ends': ['close-codes-that-end', 'unauthenticated-for-good'],
  'always-ends': ['close-codes-that-return'],
  'keeps-the-line': ['close-codes-that-return'],
};

const all = await scripts();
const impatient = (script) => ({ ...script, patienceMs: 2000 });

describe('the kit', { concurrency: true }, () => {
  test('the textbook client passes each script', async () => {
    const chosen = all.filter(({ needs = [] }) => needs.length === 0);
    assert.deepEqual(await tryClient([...NODE, TEXTBOOK], chosen, { jobs: 4 }), []);
  });

  test('each planted fault is caught', async () => {
    assert.deepEqual(Object.keys(CAUGHT).sort(), [...NAMES].sort());
    const missed = [];
    const faults = Object.entries(CAUGHT);
    const work = async () => {
      for (let next = faults.shift(); next; next = faults.shift()) {
        const [fault, names] = next;
        const chosen = all.filter(({ name }) => names.includes(name)).map(impatient);
        assert.equal(chosen.length, names.length);
        const failures = await tryClient([...NODE, file('faults.mjs'), fault, TEXTBOOK], chosen);
        const failed = failures.map(({ name }) => name);
        missed.push(...names.filter((name) => !failed.includes(name)).map((name) => `${fault}: ${name}`));
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    assert.deepEqual(missed, []);
  });
});
