// What a Socket.IO client can rely on, in Node and in browsers: the official client, unchanged.

export const PATIENCE = 15_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function once(socket, event, patience = PATIENCE) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} in ${patience} ms`)), patience);
    socket.once(event, (...values) => {
      clearTimeout(timer);
      resolve(values);
    });
  });
}

export async function until(holds, what) {
  const end = Date.now() + PATIENCE;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not in time: ${what()}`);
    await pause(20);
  }
}

export function expect(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: ${a} (expected: ${e})`);
}

export async function register(address) {
  const name = `s${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const answer = await fetch(`${address}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${name}@example.org`, username: name, password: 'correct horse battery' }),
  });
  expect(answer.status, 201, 'register');
  return (await answer.json()).accessToken;
}

export async function say(address, token, room, content) {
  const answer = await fetch(`${address}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ room, content }),
  });
  expect(answer.status, 201, 'send');
}

/** All cases; each is given what it needs to open sockets, and closes nothing that it opened itself. */
export const CASES = {
  async 'connects and is told who it is'({ open, transports }) {
    const socket = open();
    const told = once(socket, 'connected');
    await once(socket, 'connect');
    expect(typeof socket.id, 'string', 'id');
    expect((await told)[0].pingMs > 0, true, 'pingMs');
    await until(
      () => socket.io.engine.transport.name === transports.at(-1),
      () => socket.io.engine.transport.name,
    );
  },

  async 'is refused with a problem'({ open }) {
    const [error] = await once(open({ auth: { token: 'none' } }), 'connect_error');
    expect([error.data.status, error.data.code], [401, 'unauthenticated'], 'problem');
  },

  async 'finds no other namespace'({ open }) {
    const [error] = await once(open({}, '/other'), 'connect_error');
    expect(error.message, 'Invalid namespace', 'message');
  },

  async 'joins rooms in the handshake and later, and leaves them'({ open, token, room }) {
    const socket = open({ auth: { token, rooms: { [room]: {} } } });
    expect((await once(socket, 'joined'))[0].room, room, 'joined');
    const other = `${room}-b`;
    const joined = await socket.timeout(PATIENCE).emitWithAck('join', { room: other });
    expect([joined.ok, joined.room], [true, other], 'join');
    const left = await socket.timeout(PATIENCE).emitWithAck('leave', { room: other });
    expect(left, { ok: true, room: other }, 'leave');
  },

  async 'gets what is sent in order, and acknowledgements of it'({ open, token, room }) {
    const [sender, reader] = [open(), open({ auth: { token, rooms: { [room]: {} } } })];
    const got = [];
    reader.on('message', (message) => got.push(message));
    await once(reader, 'joined');
    const acks = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        sender.timeout(PATIENCE).emitWithAck('send', { room, id: `m${i}`, content: `${i}` }),
      ),
    );
    await until(() => got.length === 50, () => got.length);
    expect(got.map((m) => m.seq), acks.map((ack) => ack.seq), 'order');
    expect(got.slice(1).map((m) => m.prev), acks.slice(0, -1).map((ack) => ack.seq), 'chain');
  },

  async 'is told of every refusal'({ open, room }) {
    const socket = open();
    const ask = (event, fields) => socket.timeout(PATIENCE).emitWithAck(event, fields);
    for (const answer of [
      await ask('send', { room, content: '   ' }),
      await ask('nonsense', { room }),
      await ask('send', 'no object'),
      await ask('send', { room, content: new Uint8Array([1, 2, 3]) }),
    ]) {
      expect([answer.ok, answer.code], [false, 'invalid_request'], 'refusal');
    }
    await ask('join', { room });
    expect((await ask('typing', { room, typing: true })).ok, true, 'typing');
  },

  async 'survives a megabyte, and comes back from more'({ open, room }) {
    const socket = open();
    const answer = await socket.timeout(PATIENCE).emitWithAck('send', { room, content: 'x'.repeat(990_000) });
    expect(answer.ok, false, 'too long');
    const gone = once(socket, 'disconnect');
    socket.emit('send', { room, content: 'x'.repeat(1_100_000) });
    await gone;
    await once(socket, 'connect');
  },

  async 'goes on where its line broke'({ open, token, room, addresses }) {
    const socket = open({ auth: { token } });
    const got = [];
    socket.on('message', (message) => got.push(message.content));
    await once(socket, 'connect');
    await socket.timeout(PATIENCE).emitWithAck('join', { room });
    for (let i = 0; i < 3; i++) {
      await say(addresses[0], token, room, `live ${i}`);
      await until(() => got.length === 2 * i + 1, () => got);
      const [id, back] = [socket.id, once(socket, 'connect')];
      socket.io.engine.close();
      socket.io.uri = addresses[(i + 1) % addresses.length];
      await say(addresses[0], token, room, `missed ${i}`);
      await back;
      expect([socket.recovered, socket.id], [true, id], 'recovered');
      await until(() => got.length === 2 * i + 2, () => got);
    }
    expect(got, [0, 1, 2].flatMap((i) => [`live ${i}`, `missed ${i}`]), 'messages');
  },

  async 'goes on in many rooms, with short positions'({ open, token, room, addresses }) {
    const rooms = Array.from({ length: 30 }, (_, i) => `${room}-${i}`);
    const socket = open({ auth: { token } });
    const [got, positions] = [[], []];
    socket.on('message', (message) => got.push(`${message.room} ${message.content}`));
    socket.onAny((...args) => typeof args.at(-1) === 'string' && positions.push(args.at(-1).length));
    await once(socket, 'connect');
    for (const one of rooms) await socket.timeout(PATIENCE).emitWithAck('join', { room: one });
    for (let i = 0; i < 2; i++) {
      for (const one of rooms) await say(addresses[0], token, one, `live ${i}`);
      await until(() => got.length === rooms.length * (2 * i + 1), () => got.length);
      const back = once(socket, 'connect');
      socket.io.engine.close();
      socket.io.uri = addresses[(i + 1) % addresses.length];
      for (const one of rooms) await say(addresses[0], token, one, `missed ${i}`);
      await back;
      expect(socket.recovered, true, 'recovered');
      await until(() => got.length >= rooms.length * (2 * i + 2), () => got.length);
    }
    const all = rooms.flatMap((one) => [0, 1].flatMap((i) => [`${one} live ${i}`, `${one} missed ${i}`]));
    expect([...got].sort(), [...all].sort(), 'messages');
    expect(positions.length >= got.length && Math.max(...positions) <= 120, true, `positions of ${Math.max(...positions)}`);
  },

  async 'comes and goes many times'({ open, sockets }) {
    for (let i = 0; i < 200; i++) {
      const socket = open();
      await once(socket, 'connect');
      socket.close();
    }
    if (sockets) {
      let open = await sockets();
      for (const end = Date.now() + PATIENCE; open > 20 && Date.now() < end; open = await sockets()) await pause(200);
      expect(open <= 20, true, `${open} sockets left`);
    }
  },
};

/**
 * Runs all cases.
 *
 * @param cases what to try, by name
 * @param io of the client under test
 * @param addresses of the gateways, or of a balancer before them
 * @param sockets says how many sockets there are, if anybody knows
 * @returns what failed
 */
export async function run(cases, io, addresses, transports, tell, sockets) {
  const failures = [];
  const token = cases === CASES ? await register(addresses[0]) : '';
  for (const [name, test] of Object.entries(cases)) {
    const opened = [];
    const open = (options = {}, path = '') => {
      const address = addresses[opened.length % addresses.length];
      opened.push(io(address + path, { transports, auth: { token }, forceNew: true, reconnectionDelay: 200, ...options }));
      return opened.at(-1);
    };
    const room = `suite-${Math.random().toString(36).slice(2)}`;
    const start = Date.now();
    try {
      await test({ open, addresses, transports, token, room, sockets });
      tell(`ok   ${transports.join('+')}: ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failures.push(`${transports.join('+')}: ${name}`);
      tell(`NOT  ${transports.join('+')}: ${name}: ${error.message}`);
    }
    opened.forEach((socket) => socket.close());
  }
  return failures;
}

export const TRANSPORTS = [['polling', 'websocket'], ['websocket'], ['polling']];
