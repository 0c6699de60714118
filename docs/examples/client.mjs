// A small client of the chat backbone, for browsers and Node 22 (Node 20: npm install ws). It signs in, joins a
// room at any gateway, shows each event once and in order, and sends a message. docs/clients.md says how to try it.

const WebSocket = globalThis.WebSocket ?? (await import("ws")).default;
const FINAL = [4400, 4403, 4413]; // after these the server would close the same client again
const PONG_MS = 10_000;

/** A REST call. Throws each failure, with the code by which the caller decides. */
export async function call(gateway, method, path, {token, body} = {}) {
  const headers = {"Content-Type": "application/json"};
  if (token) headers.Authorization = `Bearer ${token}`;
  const response = await fetch(gateway + path, {method, headers, body: body && JSON.stringify(body)});
  const answer = response.status === 204 ? null : await response.json();
  if (response.ok) return answer;
  const problem = new Error(answer.detail ?? answer.title);
  problem.code = answer.code; // invalid_request, unauthenticated, conflict, rate_limited, unavailable, …
  problem.errors = answer.errors ?? []; // [{field, message}]
  problem.retryAfterMs = 1000 * (response.headers.get("Retry-After") ?? 0);
  throw problem;
}

/** One room over one socket, which is opened again at the next gateway that answers. */
export class Room {
  #gateways;
  #token;
  #room;
  #onEvent;
  #onConnected;
  #seen = 0; // seq of the last shown event; 0 shows all events of the room
  #unsent = new Map(); // messages without an ack, by id
  #socket;
  #connected = false;
  #ended = false;
  #pingMs = 25_000;
  #silence; // the timer that detects a dead line
  #tries = 0;

  /** @param token returns a promise of an access token that is valid for a while */
  constructor({gateways, token, room, onEvent, onConnected = () => {}}) {
    this.#gateways = gateways;
    this.#token = token;
    this.#room = room;
    this.#onEvent = onEvent;
    this.#onConnected = onConnected;
    this.#open();
  }

  /** Sends until the ack comes. All tries have the same id, so they are one message. */
  send(content) {
    const id = crypto.randomUUID();
    return new Promise((acknowledged, refused) => {
      const frame = {type: "send", ref: id, room: this.#room, id, content};
      this.#unsent.set(id, {frame, acknowledged, refused});
      this.#sendFrame(frame);
    });
  }

  close() {
    this.#ended = true;
    this.#socket?.close();
  }

  async #open() {
    const token = await this.#token().catch(() => null);
    if (this.#ended) return;
    if (token === null) return this.#again();
    const gateway = this.#gateways[this.#tries % this.#gateways.length];
    const socket = new WebSocket(gateway.replace("http", "ws") + "/ws");
    this.#socket = socket;
    const connect = {type: "connect", token, rooms: {[this.#room]: {after: this.#seen}}};
    socket.onopen = () => socket.send(JSON.stringify(connect));
    let handled = Promise.resolve(); // one frame after the other, also while a gap is being closed
    socket.onmessage = ({data}) => {
      this.#heard(socket);
      handled = handled.then(() => this.#handle(JSON.parse(data), socket, gateway, token));
      handled.catch(() => socket.close()); // events after a gap are not shown; the next socket resumes before the gap
    };
    socket.onerror = () => {}; // a close follows
    socket.onclose = ({code}) => this.#closed(code);
  }

  /** Pings after a while of silence, as a line may die unnoticed. Without a pong it opens another socket. */
  #heard(socket) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      socket.send('{"type":"ping"}');
      this.#silence = setTimeout(() => {
        socket.onmessage = socket.onclose = null;
        socket.close();
        this.#closed(1006);
      }, PONG_MS);
    }, this.#pingMs);
  }

  async #handle(frame, socket, gateway, token) {
    if (frame.type === "connected") {
      this.#pingMs = frame.pingMs;
      this.#tries = 0;
      this.#connected = true;
      this.#onConnected(gateway);
      for (const {frame: sent} of this.#unsent.values()) this.#sendFrame({...sent, retry: true});
    } else if (frame.type === "joined" && !frame.recovered) {
      await this.#page(frame.seq, gateway, token); // too many events were missed for a replay
    } else if (frame.type === "reconnect") {
      setTimeout(() => socket.close(), frame.afterMs); // this gateway is about to stop
    } else if (frame.seq && frame.prev !== undefined) {
      this.#show(frame);
    } else if (frame.type === "ack") {
      this.#settle(frame.ref)?.acknowledged(frame);
    } else if (frame.type === "error") {
      this.#refused(frame);
    }
  }

  async #page(end, gateway, token) {
    for (let after = this.#seen; after !== null && after < end; ) {
      const page = await call(gateway, "GET", `/api/rooms/${this.#room}/events?after=${after}&limit=1000`, {token});
      page.events.forEach(event => this.#show(event));
      after = page.after;
    }
  }

  #show(event) {
    if (event.seq <= this.#seen) return;
    this.#seen = event.seq;
    this.#onEvent(event);
  }

  // After "unavailable" the message may or may not be in the log; after every other code it is not.
  #refused({ref, code, message, retryAfterMs}) {
    const sent = this.#unsent.get(ref);
    if (!sent) return;
    if (code === "unavailable" || code === "rate_limited") {
      setTimeout(() => this.#sendFrame({...sent.frame, retry: true}), retryAfterMs ?? 1000);
    } else {
      this.#settle(ref).refused(Object.assign(new Error(message), {code}));
    }
  }

  #settle(id) {
    const sent = this.#unsent.get(id);
    this.#unsent.delete(id);
    return sent;
  }

  #sendFrame(frame) {
    if (this.#connected) this.#socket.send(JSON.stringify(frame)); // otherwise after the next connect
  }

  #closed(code) {
    this.#connected = false;
    clearTimeout(this.#silence);
    this.#ended ||= FINAL.includes(code);
    if (!this.#ended) return this.#again();
    for (const {refused} of this.#unsent.values()) refused(new Error(`closed for good: ${code}`));
    this.#unsent.clear();
  }

  #again() {
    const wait = Math.random() * Math.min(30_000, 500 * 2 ** this.#tries++); // jitter keeps clients apart
    setTimeout(() => this.#open(), wait);
  }
}

if (globalThis.process?.argv[1]?.endsWith("client.mjs")) await main(...process.argv.slice(2));

async function main(name, ...gateways) {
  const account = {email: `${name}@example.org`, username: name, password: "correct horse battery"};
  const register = () => call(gateways[0], "POST", "/api/auth/register", {body: account});
  const login = () => call(gateways[0], "POST", "/api/auth/login", {body: account});
  const {accessToken} = await register().catch(problem => (problem.code === "conflict" ? login() : Promise.reject(problem)));
  const room = new Room({
    gateways,
    token: async () => accessToken, // valid for 10 minutes; then POST /api/auth/refresh
    room: "general",
    onEvent: event => console.log(event.seq, event.type, event.user?.username ?? "", event.content ?? ""),
    onConnected: gateway => console.log("connected to", gateway),
  });
  console.log("acknowledged", (await room.send("Hello from " + name)).seq);
}
