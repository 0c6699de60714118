import {backoff} from "./backoff.js";

const ACK_WITHIN_MS = 15_000;
const MOST_TRIES = 10;
const LONGEST_POLITE_WAIT_MS = 30_000;

/**
 * Messages on their way: sent and not yet acknowledged, or refused. In each room one is sent after
 * the other, so that what was written first also stands first when a try had to be repeated.
 * They are kept over a reload, since one that was sent may or may not have arrived.
 */
export class Outbox {
  #key;
  #transmit;
  #onChange;
  #entries = new Map();

  /**
   * @param {string} owner id of the user whose messages these are
   * @param {(frame: object) => boolean} transmit whether the frame could be given to a connection
   * @param {(room: string) => void} onChange
   */
  constructor({owner, transmit, onChange}) {
    this.#key = `chat.outbox.${owner}`;
    this.#transmit = transmit;
    this.#onChange = onChange;
    for (const entry of this.#restored()) this.#entries.set(entry.id, entry);
  }

  /** Messages of a room that are not in its log yet, oldest first. */
  in(room) {
    return [...this.#entries.values()].filter(entry => entry.room === room);
  }

  has(id) {
    return this.#entries.has(id);
  }

  add(room, content) {
    const id = newId();
    this.#entries.set(id, {id, room, content, at: Date.now(), state: "pending", tries: 0, maybeSent: false});
    this.#changed(room);
    this.#pump(room);
  }

  /** Sends a failed message once more, under its own id. */
  again(id) {
    const entry = this.#entries.get(id);
    if (entry?.state !== "failed") return;
    Object.assign(entry, {state: "pending", tries: 0, reason: undefined});
    this.#changed(entry.room);
    this.#pump(entry.room);
  }

  /**
   * Takes out a message that has arrived, or that its author gives up.
   *
   * @returns {?object} the entry, null if it was none of these
   */
  take(id) {
    const entry = this.#entries.get(id);
    if (!entry) return null;
    clearTimeout(entry.timer);
    this.#entries.delete(id);
    this.#changed(entry.room);
    this.#pump(entry.room);
    return entry;
  }

  /** The gateway answered a send with an error. */
  refused(id, {code, message, retryAfterMs}) {
    const entry = this.#entries.get(id);
    if (!entry) return;
    if (code === "unavailable") {
      this.#later(entry, retryAfterMs);
    } else if (code === "rate_limited" && retryAfterMs <= LONGEST_POLITE_WAIT_MS) {
      entry.maybeSent = false;
      this.#later(entry, retryAfterMs);
    } else {
      entry.maybeSent = false;
      this.#fail(entry, reasonOf(code, message));
    }
  }

  /** A new connection stands: whatever is on its way goes over it. */
  connected() {
    for (const entry of this.#entries.values()) this.#rest(entry);
    for (const room of this.#rooms()) this.#pump(room);
  }

  /** The connection is gone: nothing is waited for until there is another. */
  disconnected() {
    for (const entry of this.#entries.values()) this.#rest(entry);
  }

  /** Forgets everything, for a person signing out. */
  clear() {
    this.disconnected();
    this.#entries.clear();
    sessionStorage.removeItem(this.#key);
  }

  #pump(room) {
    const first = this.in(room).find(entry => entry.state === "pending");
    if (!first || first.timer) return;
    const frame = {type: "send", ref: first.id, room, id: first.id, content: first.content};
    if (first.maybeSent) frame.retry = true;
    if (!this.#transmit(frame)) return;
    first.maybeSent = true;
    this.#keep();
    first.timer = setTimeout(() => this.#later(first), ACK_WITHIN_MS);
  }

  #later(entry, atLeastMs = 0) {
    this.#rest(entry);
    if (++entry.tries >= MOST_TRIES) {
      this.#fail(entry, "It could not be delivered so far.");
      return;
    }
    const wait = atLeastMs + backoff(entry.tries, {baseMs: 400, capMs: 20_000});
    entry.timer = setTimeout(() => {
      entry.timer = undefined;
      this.#pump(entry.room);
    }, wait);
  }

  #fail(entry, reason) {
    this.#rest(entry);
    Object.assign(entry, {state: "failed", reason});
    this.#changed(entry.room);
    this.#pump(entry.room);
  }

  #rest(entry) {
    clearTimeout(entry.timer);
    entry.timer = undefined;
  }

  #rooms() {
    return new Set([...this.#entries.values()].map(entry => entry.room));
  }

  #changed(room) {
    this.#keep();
    this.#onChange(room);
  }

  #keep() {
    const plain = [...this.#entries.values()].map(({timer, ...entry}) => entry);
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(plain));
    } catch {
      // A full storage costs the safety over a reload, not the message.
    }
  }

  #restored() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key)) ?? [];
    } catch {
      return [];
    }
  }
}

function reasonOf(code, message) {
  const reasons = {
    forbidden: "You may not write in this room.",
    not_found: "This room does not exist, or is not open to you.",
    rate_limited: "That was a bit too fast.",
    conflict: "Another message was sent under the same id.",
  };
  return reasons[code] ?? message ?? "The gateway did not take it.";
}

// randomUUID is missing where the page is served over plain HTTP from anything but localhost.
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");
}
