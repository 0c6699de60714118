// Runs a script: a gateway that follows it, and the client whose reactions it expects.
import { startGateway } from './gateway.mjs';
import { createJournal } from './journal.mjs';
import { matches, unrolled } from './match.mjs';

const PATIENCE = 60_000;
const brief = (value) => JSON.stringify(value).slice(0, 300);

/**
 * Runs one script against a client.
 *
 * @returns undefined if the client passes, else what went wrong
 */
export async function run(script, client) {
  const wire = createJournal();
  const said = createJournal();
  const shown = new Map();
  const tokens = [...(script.tokens ?? ['token-1'])];
  const gateway = await startGateway(script, (action) => wire.add(action));

  client.on((report) => {
    said.add(report);
    if (report.say === 'token') answerToken(tokens.length > 1 ? tokens.shift() : tokens[0]);
    if (report.say === 'event') shown.set(report.room, [...(shown.get(report.room) ?? []), report.seq]);
  });

  async function answerToken(token) {
    if (token?.hold) await gateway.released(token.hold);
    client.tell({ do: 'token', token: token?.hold ? token.token : token });
  }

  // A time without something begins when that came which the step before waited for: the client's clock runs from then on,
  // also if this process is late.
  let came;
  let from;
  const positive = async (journal, found, subject) => {
    await seen(journal, found, subject);
    came = journal.reached();
  };

  const wants = {
    tell: (command) => client.tell(command.do === 'start' ? { url: gateway.url, storage: script.name, ...command } : command),
    rule: (rule) => gateway.rule(rule),
    gateway: (actions) => gateway.act(actions),
    release: (name) => gateway.release(name),
    expect: (pattern, ms) => positive(wire, wire.next((entry) => matches(pattern, entry), ms), 'the client did'),
    expectAll: (patterns, ms) => positive(wire, wire.all(patterns.map(test), ms), 'the client did'),
    never: (pattern, ms) => none(wire, pattern, ms, from, 'the client did'),
    hear: (pattern, ms) => positive(said, said.next(test(pattern), ms), 'the client said'),
    silent: (pattern, ms) => none(said, pattern, ms, from, 'the client said'),
    events: ({ room, seqs }, ms) => events(room, seqs, ms),
  };

  async function events(room, described, ms) {
    const seqs = described.flatMap((part) =>
      typeof part === 'number' ? [part] : Array.from({ length: part.count }, (_, i) => part.from + i * (part.step ?? 3)),
    );
    const end = performance.now() + ms;
    const wrong = () => (shown.get(room) ?? []).findIndex((seq, i) => seq !== seqs[i]);
    while ((shown.get(room) ?? []).length < seqs.length && wrong() < 0 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const has = shown.get(room) ?? [];
    const at = has.length < seqs.length && wrong() < 0 ? has.length : wrong();
    if (at >= 0) throw new Error(`event ${at + 1} of ${room} is ${has[at] ?? 'missing'} (expected: ${seqs[at] ?? 'none'})`);
  }

  try {
    for (const [index, step] of unrolled(script.steps).entries()) {
      const [kind] = Object.keys(step).filter((key) => wants[key]);
      const negative = kind === 'never' || kind === 'silent';
      const ms = negative ? step.forMs : (step.withinMs ?? script.patienceMs ?? PATIENCE);
      from = came ?? performance.now();
      came = undefined;
      try {
        await wants[kind](step[kind], ms);
      } catch (failure) {
        return `step ${index + 1} ${brief(step)}: ${failure.message}`;
      }
    }
    // What was shown twice or too much shows at the end, when all has come.
    for (const [room, seqs] of shown) {
      const doubled = seqs.find((seq, i) => i > 0 && seq <= seqs[i - 1]);
      if (doubled !== undefined) return `event ${doubled} of ${room} was shown twice or late`;
    }
    return undefined;
  } finally {
    client.tell({ do: 'stop' });
    await said.next(({ say }) => say === 'stopped' || say === 'exited', PATIENCE);
    gateway.close();
  }
}

const test = (pattern) => (entry) => matches(pattern, entry);

async function seen(journal, found, subject) {
  if (await found) return;
  throw new Error(`not seen; ${subject}: ${journal.since().map(brief).join(' ') || 'nothing'}`);
}

async function none(journal, pattern, ms, from, subject) {
  if (await journal.none(test(pattern), ms, from)) return;
  throw new Error(`${subject}: ${brief(journal.since().find(test(pattern)))}`);
}
