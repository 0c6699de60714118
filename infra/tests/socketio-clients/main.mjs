// node main.mjs [PORT,PORT] [BROWSER] [--origin URL] [--data DIR] [--echo PORT]: tries a running system from Node, and
// from a browser if one is named: one gateway, both, and both behind a balancer that sends each request to the next.
//   --origin URL  on this machine, where the browser's pages come from; the system has to allow it as a foreign origin
//   --data DIR    of ./chat up: kills a gateway there, and starts it again
//   --echo PORT   of the echo application: tries what the chat has no words for
import { parseArgs } from 'node:util';
import { io } from 'socket.io-client';
import { balance } from './balancer.mjs';
import { inBrowser } from './browser.mjs';
import { CASES, run, TRANSPORTS } from './suite.mjs';
import { ECHO } from './echo.mjs';
import { surviveKill } from './kill.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { origin: { type: 'string' }, data: { type: 'string' }, echo: { type: 'string' } },
});
const ports = (positionals[0] ?? '8080,8081').split(',').map(Number);
const browser = positionals[1];
const tell = (line) => console.log(line);
const failures = [];

async function sockets() {
  const counts = ports.map(async (port) => {
    const metrics = await (await fetch(`http://127.0.0.1:${port + 10_000}/actuator/prometheus`)).text();
    return Number(/^chat_sockets_open\S* (\S+)$/m.exec(metrics)?.[1] ?? 0);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

async function fromNode(cases, addresses) {
  tell(addresses.join(' '));
  for (const transports of TRANSPORTS) failures.push(...(await run(cases, io, addresses, transports, tell, sockets)));
}

const direct = ports.map((port) => `http://127.0.0.1:${port}`);
const balancer = await balance(ports);
const balanced = `http://127.0.0.1:${balancer.address().port}`;
for (const addresses of [[balanced], [direct[0]], direct]) await fromNode(CASES, addresses);
if (values.echo) await fromNode(ECHO, [`http://127.0.0.1:${values.echo}`]);
if (browser) {
  failures.push(...(await inBrowser(browser, ports, '', [''], tell)));
  failures.push(...(await inBrowser(browser, ports.slice(0, 1), '', [''], tell)));
  if (values.origin) failures.push(...(await inBrowser(browser, ports, values.origin, direct, tell)));
}
if (values.data) failures.push(...(await surviveKill(io, direct, balanced, values.data, tell)));
tell(failures.length === 0 ? 'all well' : `failed:\n${failures.join('\n')}`);
process.exit(failures.length === 0 ? 0 : 1);
