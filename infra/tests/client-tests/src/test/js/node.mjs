// A driver as a process: a command a line, an answer a line. node node.mjs DIRECTORY
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from '../../../../../../clients/typescript/dist/index.js';
import { fileStorage, nodeSocket } from '../../../../../../clients/typescript/dist/node.js';
import { createStore } from '../../../../../../clients/typescript/dist/store.js';
import { createDriver } from './driver.mjs';

const webSocket = globalThis.WebSocket ? undefined : nodeSocket;
const storage = (name) => fileStorage(join(process.argv[2], name));
const drive = createDriver({ createClient, createStore, storage, webSocket });
createInterface({ input: process.stdin })
  .on('line', async (line) => console.log(JSON.stringify(await drive(JSON.parse(line)).catch((error) => ({ failed: `${error.stack}` })))))
  .on('close', () => process.exit(0));
