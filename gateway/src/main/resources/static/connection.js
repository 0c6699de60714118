import {backoff} from "./backoff.js";

const CONNECT_WITHIN_MS = 15_000;
const PONG_WITHIN_MS = 10_000;
// A connection shorter than this counts as a failed try, or a gateway that accepts and throws out
// again would be hammered.
const STEADY_AFTER_MS = 10_000;

const UNAUTHENTICATED = 4401;
const FLOODING = 4429;
const FINAL = new Map([
  [UNAUTHENTICATED, "Your session has ended."],
  [4400, "The gateway did not understand this page. Reload it to get its newest version."],
  [4403, "The gateway does not let you in."],
  [4413, "The gateway refused something as too large."],
]);

/**
 * The WebSocket to the gateway, kept open: it reconnects with back-off, notices a line gone dead,
 * and moves on when the gateway is about to restart.
 *
 * What it is doing is told as `{phase, code?, reason?, retryAt?}`; phases are `connecting`,
 * `connected`, `waiting` (for the next try, at `retryAt`) and `stopped` (it will not come back by itself).
 */
export class Connection {
  #url;
  #token;
  #rooms;
  #onFrame;
  #onState;

  #socket = null;
  #phase = "stopped";
  #attempt = 0;
  // Counts the tries to open, so that one overtaken while it waited for its token can tell.
  #opening = 0;
  #connectedAt = 0;
  #heardAt = 0;
  #pingMs = 25_000;
  #timers = {};

  /**
   * @param {string} url
   * @param {() => Promise<string>} token the access token to connect with
   * @param {() => object} rooms the rooms to join with the `connect` frame, and after which place
   * @param {(frame: object) => void} onFrame
   * @param {(state: object) => void} onState
   */
  constructor({url, token, rooms, onFrame, onState}) {
    this.#url = url;
    this.#token = token;
    this.#rooms = rooms;
    this.#onFrame = onFrame;
    this.#onState = onState;
  }

  get connected() {
    return this.#phase === "connected";
  }

  start() {
    addEventListener("online", this.#wake);
    document.addEventListener("visibilitychange", this.#wake);
    this.#open();
  }

  stop() {
    removeEventListener("online", this.#wake);
    document.removeEventListener("visibilitychange", this.#wake);
    this.#drop();
    this.#phase = "stopped";
  }

  /** Opens now what would have been opened later, or not at all. */
  retryNow() {
    if (this.#phase === "waiting" || this.#phase === "stopped") this.#open();
  }

  /** @returns {boolean} whether there was an open connection to give the frame to */
  send(frame) {
    if (!this.connected || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  async #open() {
    this.#drop();
    const opening = this.#opening;
    this.#become({phase: "connecting"});
    let token;
    try {
      token = await this.#token();
    } catch (problem) {
      if (opening !== this.#opening) return;
      this.#lost(problem.status === 401 ? UNAUTHENTICATED : 1006);
      return;
    }
    if (opening === this.#opening) this.#dial(token);
  }

  #dial(token) {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#timers.connect = setTimeout(() => this.#lost(1006), CONNECT_WITHIN_MS);
    socket.onopen = () => socket.send(JSON.stringify({type: "connect", token, rooms: this.#rooms()}));
    socket.onclose = ({code}) => this.#lost(code);
    socket.onmessage = ({data}) => {
      this.#heardAt = performance.now();
      const frame = parsed(data);
      if (frame) this.#take(frame);
    };
  }

  #take(frame) {
    if (frame.type === "connected") this.#settled(frame);
    if (frame.type === "reconnect") this.#leaveLater(frame.afterMs ?? 0);
    this.#onFrame(frame);
  }

  #settled({pingMs}) {
    clearTimeout(this.#timers.connect);
    if (pingMs > 0) this.#pingMs = pingMs;
    this.#connectedAt = performance.now();
    this.#become({phase: "connected"});
    this.#watch();
  }

  // The server's own pings are invisible to a page, so after a quiet pingMs it asks for a pong. The
  // deadline counts from the question: timers of a hidden tab are late, and lateness is no silence.
  #watch() {
    clearTimeout(this.#timers.watch);
    const quiet = performance.now() - this.#heardAt;
    if (quiet < this.#pingMs) {
      this.#timers.watch = setTimeout(() => this.#watch(), this.#pingMs - quiet);
    } else {
      this.#probe();
    }
  }

  #probe() {
    const askedAt = performance.now();
    clearTimeout(this.#timers.watch);
    this.send({type: "ping"});
    this.#timers.watch = setTimeout(() => {
      if (this.#heardAt >= askedAt) this.#watch();
      else this.#lost(1006);
    }, PONG_WITHIN_MS);
  }

  // After sleep or a change of network a dead line looks open until something is asked over it.
  #wake = () => {
    if (document.hidden) return;
    if (this.#phase === "waiting") this.#open();
    else if (this.connected) this.#probe();
  };

  #leaveLater(afterMs) {
    clearTimeout(this.#timers.leave);
    this.#timers.leave = setTimeout(() => this.#lost(1012), afterMs);
  }

  #lost(code) {
    const steady = this.connected && performance.now() - this.#connectedAt >= STEADY_AFTER_MS;
    this.#drop();
    if (FINAL.has(code)) {
      this.#become({phase: "stopped", code, reason: FINAL.get(code)});
      return;
    }
    if (steady) this.#attempt = 0;
    if (code === FLOODING) this.#attempt = Math.max(this.#attempt, 3);
    const delay = backoff(this.#attempt++);
    this.#become({phase: "waiting", code, retryAt: Date.now() + delay});
    this.#timers.retry = setTimeout(() => this.#open(), delay);
  }

  // A socket that is given up is not listened to any more: its close may be reported minutes later.
  #drop() {
    this.#opening++;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #become(state) {
    this.#phase = state.phase;
    this.#onState(state);
  }
}

function parsed(data) {
  try {
    const frame = JSON.parse(data);
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}
