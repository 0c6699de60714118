// node client-browser.mjs BROWSER: our client in a browser of Chromium's kind, as a program for the kit. A page of a small
// server runs the client; commands come to it as server-sent events, its reports go back as requests.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = `<!doctype html><script type="module">
import { createClient } from '/typescript/dist/index.js';
import { indexedDbStorage } from '/typescript/dist/indexeddb.js';
import { createAdapter } from '/conformance/adapter.mjs';
let sent = Promise.resolve();
const say = (report) => (sent = sent.then(() => fetch('/reports', { method: 'POST', body: JSON.stringify(report) })));
const handle = createAdapter({ createClient, storage: indexedDbStorage }, say);
new EventSource('/commands').onmessage = ({ data }) => handle(JSON.parse(data));
</script>`;

const waiting = [];
let commands;

const server = createServer(async (request, response) => {
  if (request.url === '/') return response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
  if (request.url === '/commands') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    commands = (line) => response.write(`data: ${line}\n\n`);
    return waiting.splice(0).forEach(commands);
  }
  if (request.url === '/reports') {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    console.log(Buffer.concat(chunks).toString());
    return response.writeHead(204).end();
  }
  try {
    const bytes = await readFile(join(ROOT, normalize(request.url)));
    return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(bytes);
  } catch {
    return response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const profile = mkdtempSync(join(tmpdir(), 'chat-conformance-'));
const options = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--user-data-dir=${profile}`];
const browser = spawn(process.argv[2], [...options, `http://127.0.0.1:${server.address().port}/`], { stdio: 'ignore' });
browser.once('exit', () => {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
});
createInterface({ input: process.stdin })
  .on('line', (line) => (commands ? commands(line) : waiting.push(line)))
  .on('close', () => browser.kill());
