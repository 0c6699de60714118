// Runs the suite in a browser, whose page comes from a balancer before the gateways.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { balance } from './balancer.mjs';

const PATIENCE = 300_000;
const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const PAGES = {
  '/suite.html': file('suite.html'),
  '/suite.mjs': file('suite.mjs'),
  '/socket.io.js': file('node_modules/socket.io-client/dist/socket.io.esm.min.js'),
};

/**
 * @param browser path of a browser of Chromium's kind
 * @param origin where its page is to come from; anywhere if empty
 * @param addresses where it connects to; '' is where its page comes from
 * @returns what failed
 */
export async function inBrowser(browser, ports, origin, addresses, tell) {
  let finish;
  const told = new Promise((resolve) => (finish = resolve));
  const hear = (news) => (news.line ? tell(`browser ${news.line}`) : finish(news.failures));
  const balancer = await balance(ports, PAGES, hear, origin ? Number(new URL(origin).port) : 0);
  const home = origin || `http://127.0.0.1:${balancer.address().port}`;
  tell(`browser at ${home}: ${addresses.map((address) => address || home).join(' ')}`);
  const timer = setTimeout(() => finish(['browser: not finished in time']), PATIENCE);
  const failures = await open(browser, `${home}/suite.html?${addresses.join(',')}`, told);
  clearTimeout(timer);
  balancer.close();
  return failures.map((failure) => `browser ${failure}`);
}

async function open(browser, page, told) {
  const profile = await mkdtemp(join(tmpdir(), 'socketio-'));
  const options = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--user-data-dir=${profile}`];
  const process = spawn(browser, [...options, page], { stdio: 'ignore' });
  const ended = new Promise((resolve) => process.once('exit', resolve));
  const failures = await Promise.race([told, ended.then((code) => [`browser: ended by itself (${code})`])]);
  process.kill();
  await ended;
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  return failures;
}
