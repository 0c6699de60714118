// The smallest client that passes the kit, as a program under its line protocol: what a client in another language has
// to do, in one file. It keeps nothing on disk (--without storage). Node 22; Node 20 with --experimental-websocket.
import { createInterface } from 'node:readline';

const PONG_MS = 10_000;
const FINAL = [4400, 4403, 4413];
const say = (report) => console.log(JSON.stringify(report));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const isObject = (value) => typeof value === 'object' && value !== null;

function createClient(url, askToken) {
  const rooms = new Map(); // name → {after?, joined, held: events behind a gap, repairing}
  const outbox = []; // messages without an ack, in order: {room, id, content, tried, notBefore}
  let socket;
  let token;
  let phase;
  let connected = false;
  let tries = 0;
  let refusedTokens = 0;
  let pingMs = 25_000;
  let silence;
  let refresh;
  let ended = false;

  const tell = (next, more) => {
    if (phase !== next) say({ say: 'state', phase: (phase = next), ...more });
  };
  const write = (frame) => socket.send(JSON.stringify(frame));
  const settle = () => {
    if (!connected) return;
    const behind = [...rooms.values()].some((room) => !room.joined || room.repairing);
    tell(behind ? 'catching-up' : 'live');
  };

  async function open() {
    if (ended) return;
    tell('connecting');
    try {
      token ??= await askToken();
    } catch {
      return again();
    }
    if (ended) return;
    const line = new WebSocket(`${url.replace('http', 'ws')}/ws`, 'chat.v1');
    socket = line;
    line.onopen = () => {
      if (socket !== line) return;
      heard();
      write({ type: 'connect', token });
    };
    line.onmessage = ({ data }) => {
      if (socket !== line) return;
      heard();
      receive(data);
    };
    line.onerror = () => socket === line && closed(1006);
    line.onclose = ({ code }) => socket === line && closed(code);
  }

  // Silence of pingMs: ask. Silence of ten more seconds: the line is dead.
  function heard() {
    clearTimeout(silence);
    silence = setTimeout(() => {
      write({ type: 'ping' });
      silence = setTimeout(() => again(), PONG_MS);
    }, pingMs);
  }

  function receive(data) {
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (!isObject(frame)) return;
    if (frame.type === 'connected') onConnected(frame);
    else if (frame.type === 'authenticated') refreshBefore(frame.tokenExpiresAt);
    else if (frame.type === 'joined') onJoined(frame);
    else if (frame.type === 'left') onLeft(frame);
    else if (frame.type === 'ack') onAck(frame);
    else if (frame.type === 'error') onError(frame);
    else if (frame.type === 'reconnect') setTimeout(() => again(), frame.afterMs ?? 0);
    else if (Number.isSafeInteger(frame.seq) && Number.isSafeInteger(frame.prev)) onEvent(frame);
  }

  function onConnected(frame) {
    if (connected) return;
    connected = true;
    tries = refusedTokens = 0;
    pingMs = frame.pingMs;
    refreshBefore(frame.tokenExpiresAt);
    for (const [name, room] of rooms) join(name, room);
    outbox.forEach((message) => (message.inFlight = false));
    flush();
    settle();
  }

  function refreshBefore(expiresAt) {
    clearTimeout(refresh);
    const wait = Math.min(expiresAt - Date.now() - 5000, 2 ** 31 - 1);
    refresh = setTimeout(async () => {
      try {
        token = await askToken();
        if (connected) write({ type: 'auth', token });
      } catch {
        if (connected) refreshBefore(Date.now() + 5000 + 1000 * Math.random());
      }
    }, wait);
  }

  function join(name, room) {
    Object.assign(room, { joined: false, held: [], repairing: false });
    write({ type: 'join', ref: `join ${name}`, room: name, ...(room.after !== undefined && { after: room.after }) });
  }

  function onJoined(frame) {
    const room = rooms.get(frame.room);
    if (!room || room.joined) return;
    room.joined = true;
    if (room.after === undefined) room.after = frame.seq;
    if (frame.recovered === false) repair(frame.room, room, frame.seq);
    settle();
  }

  function onLeft({ room, reason }) {
    if (rooms.delete(room)) say({ say: 'left', room, reason });
    settle();
  }

  function onEvent(event) {
    const room = rooms.get(event.room);
    if (!room?.joined || event.seq <= room.after) return;
    if (room.repairing) room.held.push(event);
    else if (event.prev <= room.after) show(room, event);
    else {
      room.held.push(event);
      repair(event.room, room, event.prev);
    }
  }

  function show(room, event) {
    if (event.seq <= room.after) return;
    room.after = event.seq;
    say({ say: 'event', room: event.room, seq: event.seq, type: event.type, ...(event.type === 'message' && { id: event.id }) });
  }

  // Pages the events up to a position, then shows what came meanwhile.
  async function repair(name, room, until) {
    const line = socket;
    room.repairing = true;
    settle();
    while (room.after < until) {
      const before = room.after;
      const page = await rest(`/api/rooms/${name}/events?after=${before}&limit=1000`);
      if (socket !== line) return;
      page.events.forEach((event) => show(room, event));
      if (room.after === before) await pause(1000);
    }
    room.repairing = false;
    const held = room.held.splice(0);
    held.forEach(onEvent);
    settle();
  }

  async function rest(path) {
    for (;;) {
      const response = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
      if (response.ok) return response.json();
      if (response.status === 401) token = await askToken();
      else await pause(1000 * (response.headers.get('Retry-After') ?? 1));
    }
  }

  // One message of a room is under way at a time: the next one follows its ack, so no retry overtakes another message.
  function flush() {
    if (!connected) return;
    const busy = new Set();
    for (const message of outbox) {
      if (!busy.has(message.room) && !message.inFlight && message.notBefore <= Date.now()) {
        const { room, id, content, tried } = message;
        write({ type: 'send', ref: id, room, id, content, ...(tried && { retry: true }) });
        message.inFlight = message.tried = true;
      }
      busy.add(message.room);
    }
  }

  const take = (ref) => outbox.splice(outbox.findIndex(({ id }) => id === ref), 1);

  function onAck({ ref, seq }) {
    if (!outbox.some(({ id }) => id === ref)) return;
    take(ref);
    say({ say: 'acknowledged', id: ref, seq });
    flush();
  }

  function onError({ ref, room: name, code, retryAfterMs = 1000 }) {
    const message = outbox.find(({ id }) => id === ref);
    if (!message) {
      if (ref === `join ${name}` && rooms.delete(name)) say({ say: 'left', room: name, reason: code });
      return settle();
    }
    if (code !== 'unavailable' && code !== 'rate_limited') {
      take(ref);
      say({ say: 'refused', id: ref, code });
      return flush();
    }
    message.inFlight = false;
    message.notBefore = Date.now() + retryAfterMs;
    return setTimeout(flush, retryAfterMs + 1);
  }

  function closed(code) {
    if (code === 4401) token = undefined;
    if (code === 4401) refusedTokens++;
    if (!FINAL.includes(code) && refusedTokens < 2) return again();
    stop();
    return tell('ended', { code });
  }

  function again() {
    const old = socket;
    socket = undefined;
    old?.close();
    connected = false;
    clearTimeout(silence);
    clearTimeout(refresh);
    tell('offline');
    setTimeout(open, Math.random() * Math.min(30_000, 300 * 2 ** tries++));
  }

  function stop() {
    ended = true;
    connected = false;
    clearTimeout(silence);
    clearTimeout(refresh);
    const old = socket;
    socket = undefined;
    old?.close();
  }

  open();
  return {
    stop,
    join(name, after) {
      const room = { after };
      rooms.set(name, room);
      if (connected) join(name, room);
      settle();
    },
    leave(name) {
      if (rooms.delete(name) && connected) write({ type: 'leave', ref: `leave ${name}`, room: name });
    },
    send(room, id, content) {
      outbox.push({ room, id, content, tried: false, inFlight: false, notBefore: 0 });
      flush();
    },
  };
}

let client;
const asked = [];
const askToken = () =>
  new Promise((resolve, reject) => {
    asked.push((token) => (token === null ? reject(new Error('no token now')) : resolve(token)));
    say({ say: 'token' });
  });
const commands = {
  start: ({ url }) => (client = createClient(url, askToken)),
  token: ({ token }) => asked.shift()?.(token),
  join: ({ room, after }) => client.join(room, after),
  leave: ({ room }) => client.leave(room),
  send: ({ room, id, content }) => client.send(room, id, content),
  stop() {
    client?.stop();
    client = undefined;
    asked.length = 0;
    say({ say: 'stopped' });
  },
};
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const command = JSON.parse(line);
    commands[command.do](command);
  })
  .on('close', () => process.exit(0));
