// node main.mjs [PORT,PORT] [BROWSER]: tries a running system from Node, and from a browser if one is named:
// one gateway, both, and both behind a balancer that sends each request to the next.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { balance } from './balancer.mjs';
import { run, TRANSPORTS } from './suite.mjs';

const ports = (process.argv[2] ?? '8080,8081').split(',').map(Number);
const browser = process.argv[3];
const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const tell = (line) => console.log(line);

async function sockets() {
  const counts = ports.map(async (port) => {
    const metrics = await (await fetch(`http://127.0.0.1:${port + 10_000}/actuator/prometheus`)).text();
    return Number(/^chat_sockets_open\S* (\S+)$/m.exec(metrics)?.[1] ?? 0);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

async function fromBrowser(address, told) {
  const profile = await mkdtemp(join(tmpdir(), 'socketio-'));
  const options = ['--headless=new', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`];
  const process = spawn(browser, [...options, `${address}/suite.html`], { stdio: 'ignore' });
  const failures = await told;
  process.kill();
  await new Promise((resolve) => process.once('exit', resolve));
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  return failures;
}

const failures = [];
const pages = {
  '/suite.html': file('suite.html'),
  '/suite.mjs': file('suite.mjs'),
  '/socket.io.js': file('node_modules/socket.io-client/dist/socket.io.esm.min.js'),
};
let finished;
const told = new Promise((resolve) => (finished = resolve));
const balancer = await balance(ports, pages, (news) => (news.line ? tell(`browser ${news.line}`) : finished(news.failures)));
const balanced = `http://127.0.0.1:${balancer.address().port}`;
const direct = ports.map((port) => `http://127.0.0.1:${port}`);
for (const addresses of [[balanced], [direct[0]], direct]) {
  tell(addresses.join(' '));
  for (const transports of TRANSPORTS) failures.push(...(await run(io, addresses, transports, tell, sockets)));
}
if (browser) failures.push(...(await fromBrowser(balanced, told)));
tell(failures.length === 0 ? 'all well' : `failed:\n${failures.join('\n')}`);
process.exit(failures.length === 0 ? 0 : 1);
