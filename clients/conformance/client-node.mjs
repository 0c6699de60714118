// Our client in Node, as a program for the kit.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from '../typescript/dist/index.js';
import { fileStorage, nodeSocket } from '../typescript/dist/node.js';
import { createAdapter } from './adapter.mjs';

const directory = mkdtempSync(join(tmpdir(), 'chat-conformance-'));
const webSocket = globalThis.WebSocket ? undefined : nodeSocket;
const handle = createAdapter(
  { createClient, storage: (name) => fileStorage(join(directory, name)), webSocket },
  (report) => console.log(JSON.stringify(report)),
);
createInterface({ input: process.stdin })
  .on('line', (line) => handle(JSON.parse(line)))
  .on('close', () => {
    rmSync(directory, { recursive: true, force: true });
    process.exit(0);
  });
