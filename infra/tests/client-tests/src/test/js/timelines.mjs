// node timelines.mjs SEED COUNT: random steps of one user with a store, against a scripted gateway that fails in odd
// moments. After each seed the timeline has to equal the log. Far more steps a second than with real servers.
import assert from 'node:assert/strict';
import { startGateway } from '../../../../../../clients/conformance/src/gateway.mjs';
import { createClient, memoryStorage } from '../../../../../../clients/typescript/dist/index.js';
import { nodeSocket } from '../../../../../../clients/typescript/dist/node.js';
import { createStore } from '../../../../../../clients/typescript/dist/store.js';

const ROOM = 'dev';
const STEPS = 120;
const PATIENCE = 60_000;
const UNAVAILABLE = { status: 503, headers: { 'Retry-After': '0' }, body: { code: 'unavailable', status: 503 } };
const ERROR = { type: 'error', ref: '$ref', room: ROOM, code: 'unavailable', message: 'in doubt', retryAfterMs: 5 };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Marsaglia's xorshift: the same numbers for the same seed. */
function numbers(seed) {
  let state = (seed * 7919) >>> 0 || 1;
  return (bound) => {
    for (const by of [13, -17, 5]) state = (state ^ (by > 0 ? state << by : state >>> -by)) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

async function run(seed, trace) {
  const next = numbers(seed);
  const gateway = await startGateway({ rooms: { [ROOM]: [{ from: 3, count: 120 }] } }, () => {});
  const storage = { ...memoryStorage(), close() {} }; // outlives each client
  const problems = [];
  let client;
  let store;
  let sent = 0;

  function open() {
    let last = 0;
    const own = createClient({ url: gateway.url, token: 't', storage, webSocket: nodeSocket, random: () => 0.01 });
    const ownStore = createStore(own, { pageSize: 20 });
    own.on('event', ({ seq }) => {
      if (seq <= last) problems.push(`${seq} after ${last}`);
      last = seq;
    });
    ownStore.ready.then(() => store === ownStore && ownStore.timeline(ROOM).open());
    own.connect();
    [client, store] = [own, ownStore];
  }

  const hasSocket = (actions) => gateway.act(actions).catch(() => {}); // between two sockets there is none
  const timeline = () => store.timeline(ROOM);
  const steps = [
    [30, 'send', () => client.room(ROOM).send({ id: `m${sent++}`, content: 'mine' })],
    [20, 'deliver', () => hasSocket([{ deliver: { room: ROOM } }])],
    [8, 'append', () => hasSocket([{ append: { room: ROOM } }])],
    [8, 'drop', () => hasSocket([{ drop: true }])],
    [4, 'fail a call', () => gateway.rule({ when: { what: 'rest' }, then: [{ answer: UNAVAILABLE }] })],
    [4, 'lose an ack', () => gateway.rule({ when: { what: 'send' }, then: [{ take: true }, { drop: true }] })],
    [3, 'doubt a send', () => gateway.rule({ when: { what: 'send' }, then: [{ frame: ERROR }] })],
    [2, 'drop a join', () => gateway.rule({ when: { what: 'join' }, then: [{ append: { room: ROOM } }, { drop: true }] })],
    [5, 'reload', () => client.close().then(() => pause(2)).then(open)],
    [3, 'older', () => void timeline().loadOlder()],
    [2, 'jump', () => void timeline().jumpTo(3 + 3 * next(120))],
    [2, 'to the newest', () => void timeline().jumpToNewest()],
    [9, 'let it work', () => pause(next(30))],
  ];
  const total = steps.reduce((sum, [weight]) => sum + weight, 0);

  async function difference() {
    if (timeline().snapshot().hasNewer) void timeline().jumpToNewest();
    else if (timeline().snapshot().hasOlder) void timeline().loadOlder();
    const { items, live } = timeline().snapshot();
    const response = await fetch(`${gateway.url}/api/rooms/${ROOM}/events?limit=10000`, { headers: { Authorization: 'Bearer t' } });
    const { events } = await response.json();
    if (!live || client.state.phase !== 'live' || !events) return `not live: ${JSON.stringify(client.state)}`;
    if (client.outbox.entries().length > 0) return `unsent: ${JSON.stringify(client.outbox.entries())}`;
    const mine = events.filter(({ user }) => user.id === client.me.id).map(({ id }) => Number(id.slice(1)));
    if (mine.some((number, i) => number !== i)) return `mine are not each once and in order: ${mine}`;
    const [shown, log] = [items, events].map((list) => list.map(({ seq }) => seq).join(' '));
    return shown === log ? undefined : `shown: ${shown}\nin the log: ${log}`;
  }

  open();
  for (let step = 0; step < STEPS; step++) {
    let pick = next(total);
    const [, name, take] = steps.find(([weight]) => (pick -= weight) < 0);
    trace.push(name);
    await take();
  }
  const end = performance.now() + PATIENCE;
  let found = await difference();
  while (found && performance.now() < end) {
    await pause(30);
    found = await difference();
  }
  assert.equal(found, undefined);
  assert.deepEqual(problems, []);
  await client.close();
  gateway.close();
}

const first = Number(process.argv[2]);
const count = Number(process.argv[3]);
for (let seed = first; seed < first + count; seed++) {
  const trace = [];
  await run(seed, trace).catch((failure) => {
    console.log(`seed ${seed}: ${failure.message}\nafter: ${trace.join('; ')}`);
    process.exit(1);
  });
}
console.log(`${count} seeds passed`);
process.exit(0);
