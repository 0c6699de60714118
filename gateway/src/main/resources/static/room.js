import {backoff, pause} from "./backoff.js";
import {explain} from "./http.js";

const PAGE = 50;
// Beyond so many missed events the newest page says more than replaying them all.
const MOST_MISSED = 5_000;
const QUEUE_CAPACITY = 2_000;

/**
 * One room as this page knows it: its messages by `seq`, and how far it has followed the room's
 * chain of events. An event whose `prev` is not where it stands means something is missing: then
 * live events queue up until the hole is filled through REST.
 */
export class Room {
  #api;
  #onChange;
  #onArrival;

  #entries = new Map();
  #queue = [];
  #catchingUp = false;
  #goal = 0;
  #closed = false;
  #refreshing = new Set();

  /** The `seq` up to which every event is known, null before the first page or join. */
  cursor = null;

  /** Where the page before the oldest message begins, null at the room's beginning. */
  before = null;

  /** Whether the first page was asked for and has come or failed: from then on the room can be joined. */
  ready = false;

  /** Whether the newest page has arrived once. */
  loaded = false;
  loadingOlder = false;

  /** Why messages could not be loaded, as a sentence, or null. */
  trouble = null;

  /** Why nothing can be written here any more, as a sentence, or null. */
  shut = null;

  /** Whether the gateway knew no such room when it was asked to join it. */
  missing = false;

  unread = 0;

  /**
   * @param {string} name
   * @param {import("./api.js").Api} api
   * @param {(room: Room) => void} onChange
   * @param {(room: Room, message: object) => void} onArrival a message came in live
   */
  constructor(name, {api, onChange, onArrival}) {
    this.name = name;
    this.#api = api;
    this.#onChange = onChange;
    this.#onArrival = onArrival;
  }

  /** Messages and event lines held, in the order of the log. */
  entries() {
    return [...this.#entries.values()].sort((a, b) => a.seq - b.seq);
  }

  entry(seq) {
    return this.#entries.get(seq);
  }

  /** Stops all that still runs for this room. */
  close() {
    this.#closed = true;
  }

  /**
   * Loads the newest page; keeps trying while the gateway can't give it.
   *
   * @param {() => void} [onReady] called when the room can be joined
   */
  async load(onReady = () => {}) {
    for (let attempt = 0; !this.#closed; attempt++) {
      try {
        await this.#loadNewest();
        this.#becomeReady(onReady);
        return;
      } catch (problem) {
        this.trouble = explain(problem);
        this.#onChange(this);
        this.#becomeReady(onReady);
        if (!problem.temporary) return;
        await pause(Math.max(problem.retryAfterMs ?? 0, 300 + backoff(attempt)));
      }
    }
  }

  /** Tries again what failed. */
  retry() {
    return this.loaded ? this.loadOlder() : this.load();
  }

  /** Loads the page before the oldest message held. */
  async loadOlder() {
    if (this.loadingOlder || this.before === null) return;
    this.loadingOlder = true;
    this.trouble = null;
    this.#onChange(this);
    try {
      const page = await this.#api.messages(this.name, {before: this.before, limit: PAGE});
      for (const message of page.messages) this.#put(message);
      this.before = page.before ?? null;
    } catch (problem) {
      this.trouble = explain(problem);
    } finally {
      this.loadingOlder = false;
      this.#onChange(this);
    }
  }

  /** The gateway has joined the socket to this room. */
  joined({seq, recovered}) {
    if (recovered === true) return;
    const behind = this.cursor !== null && seq > this.cursor;
    const anotherLog = this.cursor !== null && seq < this.cursor;
    if (recovered === false && behind) {
      this.#catchUp(seq);
    } else if (behind || anotherLog) {
      this.#startOver(seq, anotherLog);
    } else {
      this.cursor = seq;
    }
  }

  /** A live or replayed event of the room's chain. */
  receive(event) {
    if (this.#catchingUp) {
      this.#enqueue(event);
    } else if (event.seq <= this.cursor) {
      return;
    } else if (event.prev > (this.cursor ?? 0)) {
      this.#enqueue(event);
      this.#catchUp(event.prev);
    } else {
      this.#apply(event);
      this.#onChange(this);
    }
  }

  /** A message of one's own, known by its ack before its event comes by. */
  sent(message) {
    if (!this.#entries.has(message.seq)) this.#put(message);
    this.#onChange(this);
  }

  /** Drops the oldest entries beyond a number; they can be paged again. */
  trim(most) {
    if (this.#entries.size <= most * 1.5) return;
    const entries = this.entries();
    for (const {seq} of entries.slice(0, -most)) this.#entries.delete(seq);
    this.before = entries.at(-most).seq;
  }

  #becomeReady(onReady) {
    if (this.ready) return;
    this.ready = true;
    onReady();
  }

  async #loadNewest() {
    const page = await this.#newestPage();
    this.#adopt(page);
    this.cursor ??= page.messages.at(-1)?.seq ?? 0;
    this.#onChange(this);
  }

  // A room that does not exist yet is shown as empty: its first message creates it.
  async #newestPage() {
    try {
      return await this.#api.messages(this.name, {limit: PAGE});
    } catch (problem) {
      if (problem.status !== 404) throw problem;
      return {messages: [], before: null};
    }
  }

  // Where the page does not reach down to what is held, keeping both would hide a hole between them.
  #adopt({messages, before}) {
    const held = this.entries();
    const reaches = held.length > 0 && (before === null || messages[0]?.seq <= held.at(-1).seq);
    if (!reaches) this.#entries.clear();
    if (!reaches || before === null) this.before = before ?? null;
    for (const message of messages) this.#put(message);
    this.loaded = true;
    this.trouble = null;
  }

  #catchUp(upTo) {
    return this.#fill(upTo, async () => (await this.#replay()) || this.#reload());
  }

  #startOver(seq, anotherLog) {
    if (anotherLog && !this.#catchingUp) this.#forget();
    return this.#fill(seq, () => this.#reload());
  }

  // A reconnect may ask for more while an earlier hole is being filled: the goal then moves on.
  async #fill(upTo, how) {
    this.#goal = Math.max(this.#goal, upTo);
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      await how();
    } finally {
      this.#catchingUp = false;
    }
    for (const event of this.#takeQueue()) this.receive(event);
  }

  // The log was recreated: seqs of the old log have no meaning in it.
  #forget() {
    this.#entries.clear();
    this.cursor = null;
    this.#goal = 0;
  }

  /** @returns {Promise<boolean>} false where the events can't be had, or are too many */
  async #replay() {
    let count = 0;
    for (let attempt = 0; this.cursor < this.#goal && !this.#closed; ) {
      try {
        const page = await this.#api.events(this.name, this.cursor);
        for (const event of page.events) if (event.seq > this.cursor) this.#apply(event);
        this.#onChange(this);
        count += page.events.length;
        if (count > MOST_MISSED) return false;
        if (page.events.length === 0) return false;
        if (page.after === null) return this.cursor >= this.#goal;
        attempt = 0;
      } catch (problem) {
        if (!problem.temporary) return false;
        await pause(Math.max(problem.retryAfterMs ?? 0, 300 + backoff(attempt++)));
      }
    }
    return true;
  }

  // The page holds everything acknowledged before it was asked for, and what came since is queued,
  // so the queue follows on it whatever its `prev` says.
  async #reload() {
    let goal;
    do {
      goal = this.#goal;
      await this.load();
    } while (goal !== this.#goal && !this.#closed);
    this.cursor = Math.max(this.cursor ?? 0, goal);
    for (const event of this.#takeQueue()) if (event.seq > this.cursor) this.#apply(event);
    this.#onChange(this);
  }

  #enqueue(event) {
    this.#queue.push(event);
    // The oldest go first: the chain then shows the hole, and it is filled like any other.
    if (this.#queue.length > QUEUE_CAPACITY) this.#queue.shift();
  }

  #takeQueue() {
    return this.#queue.splice(0).sort((a, b) => a.seq - b.seq);
  }

  #apply(event) {
    this.cursor = event.seq;
    if (event.type === "message") this.#arrive(event);
    else if (event.type === "edited") this.#edit(event);
    else if (event.type === "deleted") this.#tombstone(event);
    else if (event.type === "reaction") this.#refreshSoon(event.target);
    else if (isWorthALine(event)) this.#entries.set(event.seq, event);
  }

  #arrive(message) {
    const known = this.#entries.has(message.seq);
    this.#put(message);
    if (!known && !message.deletedAt && !this.#closed) this.#onArrival(this, message);
  }

  #edit({target, content, at}) {
    const message = this.#entries.get(target);
    if (!message || message.deletedAt || typeof content !== "string") return;
    this.#put({...message, content, editedAt: at});
  }

  #tombstone({target, at}) {
    const message = this.#entries.get(target);
    if (!message) return;
    const {content, attachments, reactions, ...rest} = message;
    this.#put({...rest, deletedAt: at});
  }

  // Counting along would count twice what a page or a replay had counted in already, so the message
  // is read again. Waiting a little puts many reactions into one request, and those of many readers apart.
  async #refreshSoon(seq) {
    if (!this.#entries.has(seq) || this.#refreshing.has(seq)) return;
    this.#refreshing.add(seq);
    await pause(300 + Math.random() * 1_200);
    this.#refreshing.delete(seq);
    if (this.#closed || !this.#entries.has(seq)) return;
    try {
      const {messages: [message]} = await this.#api.messages(this.name, {after: seq - 1, limit: 1});
      if (message?.seq === seq) this.#put(message);
      this.#onChange(this);
    } catch {
      // A count that lags is not worth a notice.
    }
  }

  #put(message) {
    this.#entries.set(message.seq, message);
  }
}

// That a room was made is what its beginning says anyway.
function isWorthALine({type, action}) {
  return type === "member" || (type === "room" && action !== "created");
}
