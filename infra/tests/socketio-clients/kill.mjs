// Clients whose gateway is killed go on at another one.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, once, PATIENCE, register, say, TRANSPORTS, until } from './suite.mjs';

const chat = (...command) => promisify(execFile)(fileURLToPath(new URL('../../../chat', import.meta.url)), command);

/** Each choice of transports, connected to the first gateway and, from when that is gone, to what is left. */
export async function surviveKill(io, direct, balanced, data, tell) {
  const what = 'goes on elsewhere when its gateway is killed';
  const token = await register(direct[1]);
  const name = Math.random().toString(36).slice(2);
  const rooms = Array.from({ length: 20 }, (_, i) => `kill-${name}-${i}`);
  const clients = await Promise.all(TRANSPORTS.map((transports) => begin(io, direct[0], token, rooms, transports)));
  for (const room of rooms) await say(direct[1], token, room, 'before');
  await until(() => clients.every((client) => client.got.length === 20), () => clients.map((client) => client.got));
  const back = clients.map(({ socket }) => once(socket, 'connect'));
  for (const { socket } of clients) socket.io.uri = balanced;
  await chat('kill', 'gateway-1', '--data', data);
  for (const room of rooms) await say(direct[1], token, room, 'meanwhile');
  const failures = [];
  for (const [i, client] of clients.entries()) {
    const line = `${TRANSPORTS[i].join('+')}: ${what}`;
    try {
      await back[i];
      expect([client.socket.recovered, client.socket.id], [true, client.id], 'recovered');
      await until(() => client.got.length >= 40, () => client.got);
      const all = rooms.flatMap((room) => [`${room} before`, `${room} meanwhile`]);
      expect([...client.got].sort(), [...all].sort(), 'messages');
      tell(`ok   ${line}`);
    } catch (error) {
      failures.push(line);
      tell(`NOT  ${line}: ${error.message}`);
    }
    client.socket.close();
  }
  await chat('start', 'gateway-1', '--data', data);
  return failures;
}

async function begin(io, address, token, rooms, transports) {
  const socket = io(address, { transports, auth: { token }, forceNew: true, reconnectionDelay: 200 });
  const got = [];
  socket.on('message', (message) => got.push(`${message.room} ${message.content}`));
  await once(socket, 'connect');
  await until(() => socket.io.engine.transport.name === transports.at(-1), () => socket.io.engine.transport.name);
  for (const room of rooms) await socket.timeout(PATIENCE).emitWithAck('join', { room });
  return { socket, got, id: socket.id };
}
