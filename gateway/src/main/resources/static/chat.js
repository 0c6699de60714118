import {Api} from "./api.js";
import {backoff} from "./backoff.js";
import {Connection} from "./connection.js";
import {Outbox} from "./outbox.js";
import {Room} from "./room.js";

const CHAIN = new Set(["message", "edited", "deleted", "reaction", "member", "room", "event"]);
const HELD_IN_BACKGROUND = 150;

const SHUT = {
  kicked: "You were removed from this room.",
  banned: "You were banned from this room.",
  deleted: "This room was deleted.",
  left: "You left this room.",
};

/**
 * One person's chat: the rooms they have open, the messages on their way and the connection that
 * serves both. It knows nothing of the screen; what changes is told through the callbacks.
 */
export class Chat {
  #session;
  #api;
  #events;
  #rooms = new Map();
  #joins = new Map();
  // Rooms that the newest `connect` frame has asked for.
  #asked = {};
  #nextRef = 1;
  #revived = false;
  #connection;

  /** Messages that are not in the log yet. */
  outbox;

  /**
   * @param {import("./session.js").Session} session
   * @param {{onState, onRoom, onArrival, onSessionOver}} events
   */
  constructor(session, events) {
    this.#session = session;
    this.#events = events;
    this.#api = new Api(session);
    this.outbox = new Outbox({
      owner: session.user.id,
      transmit: frame => this.#connection.send(frame),
      onChange: name => this.#rooms.has(name) && events.onRoom(this.#rooms.get(name)),
    });
    this.#connection = new Connection({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`,
      token: () => session.token(),
      rooms: () => this.#resumePoints(),
      onFrame: frame => this.#take(frame),
      onState: state => this.#become(state),
    });
    session.onRenewed = token => this.#connection.send({type: "auth", token});
    session.onEnded = () => events.onSessionOver();
  }

  get me() {
    return this.#session.user;
  }

  start() {
    this.#connection.start();
  }

  stop() {
    this.#session.onRenewed = this.#session.onEnded = () => {};
    this.#connection.stop();
    this.outbox.disconnected();
    for (const room of this.#rooms.values()) room.close();
  }

  retryNow() {
    this.#connection.retryNow();
  }

  /** The room of that name, opened if it is not yet. */
  open(name) {
    return this.#rooms.get(name) ?? this.#openNew(name);
  }

  /** Stops following a room. */
  leave(name) {
    this.#rooms.get(name)?.close();
    this.#rooms.delete(name);
    this.#connection.send({type: "leave", room: name});
  }

  /** Rooms that are open, the one on the screen among them. */
  rooms() {
    return [...this.#rooms.values()];
  }

  send(name, content) {
    this.outbox.add(name, content);
  }

  #openNew(name) {
    const room = new Room(name, {
      api: this.#api,
      onChange: changed => this.#events.onRoom(changed),
      onArrival: (where, message) => this.#events.onArrival(where, message),
    });
    this.#rooms.set(name, room);
    // The page first, then the join from where it ends: nothing falls in between. Without a page
    // (the history may be down) the room is joined all the same, for what is said from now on.
    room.load(() => this.#join(room));
    return room;
  }

  #join(room) {
    if (this.#rooms.get(room.name) !== room || room.shut) return;
    const ref = `join-${this.#nextRef++}`;
    const after = room.cursor ?? undefined;
    if (this.#connection.send({type: "join", ref, room: room.name, after})) this.#joins.set(ref, room.name);
  }

  #resumePoints() {
    this.#joins.clear();
    this.#asked = {};
    for (const room of this.#rooms.values()) {
      if (room.ready && !room.shut) this.#asked[room.name] = {after: room.cursor ?? undefined};
    }
    return this.#asked;
  }

  #become(state) {
    if (state.phase !== "connected") this.outbox.disconnected();
    if (state.code === 4401 && state.phase === "stopped") {
      this.#unauthenticated();
      return;
    }
    this.#events.onState(state);
  }

  // A token that ran out while the machine slept is no end of the session: connecting renews it.
  #unauthenticated() {
    if (this.#session.expired && !this.#revived) {
      this.#revived = true;
      this.#connection.retryNow();
    } else {
      this.#events.onSessionOver();
    }
  }

  #take(frame) {
    const room = this.#rooms.get(frame.room);
    // An emitted event that is not kept has no seq.
    if (CHAIN.has(frame.type) && frame.seq !== undefined) this.#follow(room, frame);
    else if (frame.type === "connected") this.#connected();
    else if (frame.type === "joined") this.#joined(room, frame);
    else if (frame.type === "ack") this.#acknowledged(room, frame);
    else if (frame.type === "error") this.#refused(frame);
    else if (frame.type === "left") this.#left(room, frame);
  }

  #connected() {
    this.#revived = false;
    // A room that became ready after the `connect` frame had left could not join by itself.
    for (const room of this.#rooms.values()) {
      if (room.ready && !Object.hasOwn(this.#asked, room.name)) this.#join(room);
    }
    this.outbox.connected();
  }

  #follow(room, event) {
    if (event.type === "message" && event.user?.id === this.me.id) this.outbox.take(event.id);
    room?.receive(event);
  }

  #joined(room, frame) {
    this.#joins.delete(frame.ref);
    room?.joined(frame);
  }

  #acknowledged(room, {id, seq, at}) {
    const entry = this.outbox.take(id);
    if (!entry || !room) return;
    room.sent({type: "message", room: entry.room, seq, id, user: this.me, content: entry.content, at});
    // A room that could not be joined because it did not exist may exist by now.
    if (room.missing) {
      room.missing = false;
      this.#join(room);
    }
  }

  #refused(error) {
    if (this.outbox.has(error.ref)) {
      this.outbox.refused(error.ref, error);
      return;
    }
    const name = this.#joins.get(error.ref) ?? error.room;
    this.#joins.delete(error.ref);
    const room = this.#rooms.get(name);
    if (room) this.#notJoined(room, error);
  }

  #notJoined(room, {code, retryAfterMs}) {
    if (code === "forbidden") {
      room.shut = "You may not enter this room.";
    } else if (code === "not_found") {
      room.missing = true;
    } else if (code === "unavailable" || code === "rate_limited") {
      setTimeout(() => this.#join(room), (retryAfterMs ?? 1_000) + backoff(1));
    }
    this.#events.onRoom(room);
  }

  #left(room, {reason}) {
    if (!room || !SHUT[reason]) return;
    room.shut = SHUT[reason];
    this.#events.onRoom(room);
  }

  /** Lets go of old messages in every room but the one on the screen. */
  tidy(current) {
    for (const room of this.#rooms.values()) if (room !== current) room.trim(HELD_IN_BACKGROUND);
  }
}
