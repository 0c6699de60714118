// node kit.mjs [--only NAME,NAME] [--without NEED,NEED] [--jobs N] -- PROGRAM [ARGUMENT...]
// Tries a client against each script. PROGRAM follows the line protocol of README.md. Exit code 1: a script failed.
import { readdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startClient } from './src/client.mjs';
import { run } from './src/run.mjs';

const SCRIPTS = new URL('scripts/', import.meta.url);

/** All scripts, by name. */
export async function scripts() {
  const names = (await readdir(SCRIPTS)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(new URL(name, SCRIPTS), 'utf8'))));
}

/**
 * Runs scripts against a client, several at once in a process each.
 *
 * @returns the failures: [{name, failure}]
 */
export async function tryClient(command, chosen, { jobs = 1, tell = () => {} } = {}) {
  const left = [...chosen];
  const failures = [];
  const work = async () => {
    const client = startClient(command);
    for (let script = left.shift(); script; script = left.shift()) {
      const failure = await run(script, client);
      tell(`${failure ? 'FAILED' : 'passed'} ${script.name}${failure ? `: ${failure}` : ''}`);
      if (failure) failures.push({ name: script.name, failure });
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return failures;
}

if (process.argv[1] === new URL(import.meta.url).pathname) await main();

async function main() {
  const list = (text) => text?.split(',') ?? [];
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string' }, without: { type: 'string' }, jobs: { type: 'string', default: '1' } },
  });
  const lacks = list(values.without);
  const chosen = (await scripts())
    .filter(({ name }) => !values.only || list(values.only).includes(name))
    .filter(({ needs = [] }) => !needs.some((need) => lacks.includes(need)));
  const failures = await tryClient(positionals, chosen, { jobs: Number(values.jobs), tell: (line) => console.log(line) });
  console.log(`${chosen.length - failures.length} of ${chosen.length} scripts passed`);
  process.exit(failures.length === 0 && chosen.length > 0 ? 0 : 1);
}
