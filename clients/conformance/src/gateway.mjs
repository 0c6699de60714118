// A gateway for one script: it behaves as the contract says, but where a rule of the script says otherwise.
import { createServer } from 'node:http';
import { filled, matches } from './match.mjs';
import { answer } from './rest.mjs';
import { createRooms, ME } from './rooms.mjs';
import { accept } from './sockets.mjs';

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
  'Access-Control-Expose-Headers': '*',
};

/**
 * Starts a gateway.
 *
 * @param script its "rooms", "pingMs", and "tokenTtlMs": how long the first, second, … accepted token is valid
 * @param tell called with each thing that the client does: {what, socket?, …}, where `what` is open, closed, rest or the
 *     type of a frame; rooms in a "connect" are told as joins behind it
 * @returns {url, rule(rule), act(actions), release(name), released(name), close()}: `released` resolves with the end of a
 *     hold
 */
export async function startGateway({ rooms: described, pingMs = 25_000, tokenTtlMs = [600_000] }, tell) {
  const rooms = createRooms(described);
  const rules = [];
  const sockets = [];
  const holds = new Map();
  const ttls = [...tokenTtlMs];
  let opened = 0;

  const tokenExpiresAt = () => Date.now() + (ttls.length > 1 ? ttls.shift() : ttls[0]);

  const hold = (name) => {
    if (!holds.has(name)) {
      let release;
      const released = new Promise((resolve) => (release = resolve));
      holds.set(name, { released, release });
    }
    return holds.get(name);
  };
  const ruleFor = (action) => {
    const found = rules.find((rule) => rule.left > 0 && matches(rule.when, action));
    if (found) found.left--;
    return found;
  };
  const send = (socket, frame) => {
    if (!socket.muted) socket.wire.text(JSON.stringify(frame));
  };
  const deliver = (event) => sockets.filter((socket) => socket.joined.has(event.room)).forEach((socket) => send(socket, event));

  function join(socket, { ref, room, after }) {
    const { joined, replay } = rooms.join({ room, after });
    send(socket, { type: 'joined', ref, room, ...joined });
    if (!socket.joined.has(room)) replay.forEach((event) => send(socket, event));
    socket.joined.add(room);
  }
  const changed = (type) => (socket, { ref, room, seq: target, content, emoji, remove }) => {
    const event = rooms.append({ type, room, target, content, emoji, ...(emoji && { removed: !!remove }), user: ME });
    send(socket, { type: 'ack', ref, room, seq: event.seq, at: event.at });
    deliver(event);
  };
  const reactions = {
    connect(socket, { ref, inbox }) {
      const session = `s${socket.number}`;
      send(socket, { type: 'connected', ref, session, user: ME, pingMs, tokenExpiresAt: tokenExpiresAt() });
      if (inbox) send(socket, { type: 'inbox', rooms: [], next: null });
    },
    join,
    leave(socket, { ref, room }) {
      socket.joined.delete(room);
      send(socket, { type: 'left', ref, room });
    },
    send(socket, frame) {
      const { event, known } = rooms.accept(frame);
      if (!known) deliver(event);
      send(socket, { type: 'ack', ref: frame.ref, room: frame.room, id: frame.id, seq: event.seq, at: event.at });
    },
    edit: changed('edited'),
    delete: changed('deleted'),
    react: changed('reaction'),
    auth: (socket, { ref }) => send(socket, { type: 'authenticated', ref, tokenExpiresAt: tokenExpiresAt() }),
    ping: (socket, { ref }) => send(socket, { type: 'pong', ref, at: Date.now() }),
    inbox: (socket, { ref }) => send(socket, { type: 'inbox', ref, rooms: [], next: null }),
    typing() {},
    read() {},
    status() {},
  };
  const react = (socket, action) => reactions[action.what]?.(socket, action);

  async function handle(socket, action) {
    tell({ ...action, socket: socket.number });
    if (socket.muted) return;
    const rule = ruleFor(action);
    if (rule) await act(rule.then, socket, action);
    else react(socket, action);
  }

  async function act(actions, socket = sockets.at(-1), trigger = {}) {
    for (const action of actions) await actOne(filled(action, trigger), socket, trigger);
  }

  async function actOne(action, socket, trigger) {
    if (action.frame) send(socket, action.frame);
    if (action.raw !== undefined) socket.wire.text(action.raw);
    if (action.append) rooms.appendAll(action.append);
    if (action.deliver) rooms.appendAll(action.deliver).forEach(deliver);
    if (action.again) deliver(rooms.log(action.again.room).find((event) => event.seq === action.again.seq));
    if (action.take) rooms.accept(trigger);
    if (action.react) react(socket, trigger);
    if (action.close) end(socket, () => socket.wire.close(action.close));
    if (action.drop) end(socket, () => socket.wire.drop());
    if (action.mute) socket.muted = true;
    if (action.hold) await hold(action.hold).released;
  }

  // A closed socket gets no more events, though its TCP connection ends a moment later.
  function end(socket, close) {
    socket.muted = true;
    close();
  }

  function received(socket, text) {
    const frame = JSON.parse(text);
    const { type: what, rooms: joins, ...fields } = frame;
    const actions = [{ what, ...fields }];
    for (const [room, options] of Object.entries(joins ?? {})) actions.push({ what: 'join', room, ...options });
    socket.queue = actions.reduce((before, action) => before.then(() => handle(socket, action)), socket.queue);
  }

  const server = createServer(async (request, response) => {
    if (request.method === 'OPTIONS') return response.writeHead(204, CORS).end();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url, 'http://gateway');
    const text = Buffer.concat(chunks).toString();
    const call = {
      what: 'rest',
      method: request.method,
      path: decodeURIComponent(url.pathname),
      query: Object.fromEntries(url.searchParams),
      token: request.headers.authorization?.replace(/^Bearer /, ''),
      ...(text && { body: JSON.parse(text) }),
    };
    tell(call);
    const rule = ruleFor(call);
    let scripted;
    for (const action of rule?.then ?? []) {
      if (action.answer) scripted = action.answer;
      else await act([action], undefined, call);
    }
    const { status, headers = {}, body, event } = scripted ?? answer(call, rooms);
    if (event) deliver(event);
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { ...CORS, 'Content-Type': type, ...headers });
    return response.end(body === undefined ? undefined : JSON.stringify(body));
  });

  server.on('upgrade', (request, wire) => {
    const number = ++opened;
    const refused = ruleFor({ what: 'open', socket: number });
    tell({ what: 'open', socket: number });
    if (refused) {
      wire.destroy();
      return;
    }
    const socket = { number, joined: new Set(), muted: false, queue: Promise.resolve() };
    socket.wire = accept(request, wire, {
      text: (text) => received(socket, text),
      closed(code) {
        clearInterval(socket.pings);
        sockets.splice(sockets.indexOf(socket), 1);
        tell({ what: 'closed', socket: number, code });
      },
    });
    sockets.push(socket);
    socket.pings = setInterval(() => socket.muted || socket.wire.ping(), pingMs);
  });

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    rule: ({ when, then, times = 1 }) => rules.push({ when, then, left: times }),
    act,
    release: (name) => hold(name).release(),
    released: (name) => hold(name).released,
    close() {
      sockets.slice().forEach((socket) => socket.wire.drop());
      server.closeAllConnections();
      server.close();
    },
  };
}
