import { systemClock } from "./clock.js";
import { createConnection, errorOf } from "./connection.js";
import { createEmitter } from "./emitter.js";
import { asChatError, ChatError } from "./errors.js";
import { createFiles } from "./files.js";
import { createInboxState } from "./inbox.js";
import type { Frame } from "./link.js";
import { createMarkers } from "./markers.js";
import { createOutbox } from "./outbox.js";
import type { Author, EventPage, RoomEvent, Signal, Status } from "./protocol.js";
import { createRequests } from "./requests.js";
import { createRest } from "./rest.js";
import { createRoom } from "./room.js";
import { createSharedSocket } from "./shared-socket.js";
import { memoryStorage } from "./storage.js";
import { createSubscriptions } from "./subscriptions.js";
import { browserTabs } from "./tabs.js";
import { createTokens } from "./tokens.js";
import { createTurns } from "./turns.js";
import type { Client, Room } from "./handles.js";
import type { ClientEvents, ClientOptions, InboxChange, SocketLike } from "./types.js";
import { watchBrowser } from "./wake.js";

const USER_KEY = "meta/user";
const EVENTS_IN_PAGE = 1_000;
const PAGES_AT_ONCE = 4;
const SIGNALS = new Set(["typing", "read", "presence_state", "presence", "presence_count", "event"]);
const INBOX_AGAIN_MS = 2_000;
const LOOK_MS = 60_000;
const AGAIN = "again";
const INBOX = new Set(["inbox", "added", "removed", "activity"]);

/** Makes a client. It is offline until {@link Client.connect}. */
export function createClient(options: ClientOptions): Client {
  const {
    storage = memoryStorage(),
    clock = systemClock,
    random = Math.random,
    fetch = globalThis.fetch.bind(globalThis),
    webSocket = (url: string) => new WebSocket(url) as unknown as SocketLike,
    inbox = 100,
  } = options;
  const urls = [options.url].flat().map((url) => url.replace(/\/+$/, ""));
  let gateway = 0;
  let me: Author | null = null;
  let owner: Author | null = null; // of what is in the storage
  let latest: string | null = null; // the user of the last connection
  let status: Status = "online";
  let closed = false;
  const emitter = createEmitter<ClientEvents>();
  const tokens = createTokens(options.token, clock);
  const base = (): string => urls[gateway % urls.length] ?? "";
  const rest = createRest({ base, tokens, fetch, clock });
  const tabs = options.share === false ? null : browserTabs(storage.sharedName);
  const shared = tabs && createSharedSocket(tabs, webSocket);
  const files = createFiles(rest, fetch, clock);
  const rooms = new Map<string, Room>();
  const inboxState = createInboxState();
  let asksAgain: (() => void) | null = null;

  const inTurn = createTurns(PAGES_AT_ONCE);

  const connection = createConnection({
    clock,
    random,
    tokens,
    open: shared?.open ?? webSocket,
    address(failed) {
      if (failed) gateway++;
      return base().replace(/^http/, "ws") + "/ws";
    },
    greeting: () => ({ rooms: subscriptions.greeting(), ...(inbox && { inbox: { limit: inbox } }) }),
    connected: (frame) => void connected(frame),
    frame: (frame) => handle(frame),
    lost() {
      outbox.lost();
      requests.lost();
      subscriptions.lost();
    },
    missing: () => subscriptions.missing(),
    state: (state) => emitter.emit("state", state),
  });
  const requests = createRequests(clock, connection.send);
  const tell = (frame: object): boolean => connection.send({ ref: "told", ...frame });
  const markers = createMarkers(tell);
  const outbox = createOutbox({
    clock,
    random,
    storage,
    tabs,
    capacity: options.outboxCapacity ?? 1_000,
    ask: requests.ask,
    isConnected: () => connection.connected,
    changed: (change) => emitter.emit("outbox", change),
    failed: (error) => emitter.emit("error", error),
  });
  const subscriptions = createSubscriptions({
    clock,
    random,
    send: connection.send,
    page: (room, after) =>
      inTurn(() => rest.call<EventPage>("GET", `/api/rooms/${room}/events`, { query: { after, limit: EVENTS_IN_PAGE } })),
    event: (event) => deliver(event),
    joined: (joined) => emitter.emit("joined", joined),
    left: (left) => emitter.emit("left", left),
    changed: () => connection.refresh(),
  });
  const known = storage.list(USER_KEY).then(
    ([user]) => {
      owner = (user as Author | undefined) ?? null;
      me ??= owner;
    },
    (thrown: unknown) => emitter.emit("error", asChatError(thrown)),
  );
  let looked = -Infinity;
  const unwatch = watchBrowser(() => {
    connection.wake();
    // Of some rooms of a partial inbox nothing was told.
    if (inboxState.snapshot().partial && clock.now() > looked + LOOK_MS) {
      looked = clock.now();
      askSoon();
    }
  });

  async function connected(frame: Frame): Promise<void> {
    const user = (me = frame["user"] as Author);
    const other = latest !== null && latest !== user.id;
    latest = user.id;
    if (other) markers.forget();
    subscriptions.connected();
    markers.connected();
    if (status !== "online") tell({ type: "status", status });
    await belongTo(user, other);
    if (connection.connected && !closed) outbox.connected();
  }

  /** What another user left in the storage is neither sent nor shown. */
  async function belongTo(user: Author, all: boolean): Promise<void> {
    await known;
    await outbox.ready;
    const other = owner !== null && owner.id !== user.id;
    owner = user;
    try {
      if (other || all) await outbox.forget(all);
      await storage.apply([{ key: USER_KEY, value: user }]);
    } catch (thrown) {
      emitter.emit("error", asChatError(thrown));
    }
  }

  function deliver(event: RoomEvent): void {
    if (event.type !== "room" && event.user?.id === me?.id) outbox.seen(event);
    emitter.emit("event", event);
  }

  function handle(frame: Frame): void {
    if (INBOX.has(frame.type)) inboxChanged(frame);
    if (requests.answered(frame) || subscriptions.handle(frame)) return;
    if (SIGNALS.has(frame.type)) emitter.emit("signal", frame as unknown as Signal);
    else if (frame.type === "error") emitter.emit("error", errorOf(frame));
  }

  function inboxChanged(frame: Frame): void {
    const { ref, rooms, next, partial, ...change } = frame;
    const again = ref === AGAIN;
    const more = ref !== undefined && !again;
    const list = { type: "list", rooms, next: next ?? null, partial: partial === true, more, again };
    const news = (frame.type === "inbox" ? list : change) as InboxChange;
    inboxState.apply(news, partial === true);
    emitter.emit("inbox", news);
    // News without unread messages may concern an old room, which the first page does not have.
    const unlisted = news.type === "activity" && news.unread && !inboxState.snapshot().rooms.some(({ room }) => room === news.room);
    // The room is on no page that was read: the first page has it now.
    if (unlisted && inboxState.next() !== null) askSoon();
  }

  function askSoon(): void {
    asksAgain ??= clock.after(INBOX_AGAIN_MS * (1 + random()), askAgain);
  }

  function askAgain(): void {
    asksAgain = null;
    connection.send({ type: "inbox", ref: AGAIN, limit: inbox || 100 });
  }

  function room(name: string): Room {
    const known = rooms.get(name);
    if (known) return known;
    if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name)) throw new ChatError({ code: "invalid_request", message: `room: ${name}` });
    const made = createRoom(name, { clock, emitter, subscriptions, outbox, rest, tell, markRead: markers.move });
    rooms.set(name, made);
    return made;
  }

  return {
    get state() {
      return connection.state;
    },
    get me() {
      return me;
    },
    storage,
    outbox,
    files,
    rooms: {
      mine: (query) => rest.call("GET", "/api/rooms", { query: { ...query } }),
      search: (query, page) => rest.call("GET", "/api/rooms", { query: { public: "", query, ...page } }),
      create: (fields) => rest.call("POST", "/api/rooms", { body: fields }),
      direct: (user) => rest.call("POST", "/api/rooms", { body: { direct: user } }),
    },
    inbox: {
      snapshot: inboxState.snapshot,
      restore: inboxState.restore,
      async more() {
        const cursor = inboxState.next();
        if (cursor !== null) await requests.ask({ type: "inbox", cursor, limit: inbox || 100 });
      },
    },
    users: {
      search: (query, page) => rest.call("GET", "/api/users", { query: { query, ...page } }),
      get: (id) => rest.call("GET", `/api/users/${encodeURIComponent(id)}`),
      online: (page) => rest.call("GET", "/api/users/online", { query: { ...page } }),
      profile: () => rest.call("GET", "/api/users/profile"),
      changeProfile: (change) => rest.call("PATCH", "/api/users/profile", { body: change }),
      eraseMe: async (password) => void (await rest.call("DELETE", "/api/users/profile", { body: { password } })),
    },
    room,
    on: emitter.on,
    upload: files.upload,
    request: (method, path, body) => rest.call(method, path, { body }),
    connect() {
      if (!closed) connection.start();
    },
    disconnect: () => connection.stop(),
    async close() {
      if (closed) return;
      closed = true;
      unwatch();
      asksAgain?.();
      connection.stop();
      shared?.close();
      outbox.close();
      // What was sent a moment ago gets its place in the storage, and other tabs hear of it.
      await outbox.ready;
      tabs?.close();
      await storage.apply([]).catch(() => {});
      storage.close();
    },
    live: () =>
      new Promise((resolve, reject) => {
        const stop = emitter.on("state", look);
        look();
        function look(): void {
          const { state } = connection;
          if (state.phase !== "live" && state.phase !== "ended") return;
          queueMicrotask(() => stop());
          if (state.phase === "live") resolve();
          else reject(new ChatError({ code: "unauthenticated", message: state.reason }));
        }
      }),
    status(next) {
      status = next;
      tell({ type: "status", status });
    },
  };
}
