import { backoff, type Clock } from "./clock.js";
import { asChatError, ChatError, type ErrorCode } from "./errors.js";
import type { Frame } from "./link.js";
import { failedSending, frameOf, newId, plain, revived, type Held } from "./outbox-entry.js";
import type { RoomEvent } from "./protocol.js";
import type { ChatStorage, StorageChange } from "./storage.js";
import type { Tabs } from "./tabs.js";
import type { Ack, Outbox, OutboxAction, OutboxChange, OutboxEntry, Sending } from "./types.js";

const PREFIX = "outbox/";
const CHANNEL = "outbox";
// The tab that sends is asked whether it still does, when an entry has waited for so long.
const ASK_AFTER_MS = 8_000;
const ANSWER_WITHIN_MS = 2_000;
const LAST = "~"; // sorts behind all others
// A frame has at most 64 KiB.
const LARGEST_ACTION = 60_000;

/** What the outbox needs of the client. */
export interface OutboxHost {
  readonly clock: Clock;
  readonly random: () => number;
  readonly storage: ChatStorage;
  readonly tabs: Tabs | null;
  readonly capacity: number;
  ask(frame: object): Promise<Frame>;
  isConnected(): boolean;
  changed(change: OutboxChange): void;
  failed(error: ChatError): void;
}

/** The outbox with what only the client calls. */
export interface ClientOutbox extends Outbox {
  add(room: string, action: OutboxAction, id?: string): Sending;
  /** A socket stands, for the user to whom the entries belong. */
  connected(): void;
  /** The socket is gone: nothing is sent before `connected`. */
  lost(): void;
  /** The storage is another user's: empties it, but for what was added since the start, unless that is of another user too. */
  forget(all: boolean): Promise<void>;
  /** An event of mine: its message needs no acknowledgement any more. */
  seen(event: RoomEvent): void;
  close(): void;
}

interface Waiter {
  resolve(ack: Ack): void;
  reject(error: ChatError): void;
}

type TabMessage = { readonly change: OutboxChange } | { readonly retry: string } | { readonly discard: string } | { readonly sender: "asked" | "here" };

/** Whether no frame can hold it: the server would end the connection. */
export function isTooLarge(action: object): boolean {
  return new TextEncoder().encode(JSON.stringify(action)).length > LARGEST_ACTION;
}

/**
 * Makes the outbox. One tab owns it and sends, the others see the entries. In each room one action is under way at a
 * time, so that a repeated one does not overtake a later one.
 */
export function createOutbox(host: OutboxHost): ClientOutbox {
  const { clock, random, storage, tabs } = host;
  const entries: Held[] = []; // in order
  const waiters = new Map<string, Waiter>();
  const tab = Math.floor(random() * 36 ** 4).toString(36);
  let lastAt = 0;
  let count = 0;
  let owner = false;
  let ready = false; // connected, as the user of the entries
  let closed = false;
  let release = (): void => {};
  let turns = 0; // counts the requests to own the outbox
  let cancelWatch: (() => void) | null = null;

  const loaded: Promise<void> = Promise.resolve().then(() => (tabs ? load() : acquire(0)));
  const find = (id: string): Held | undefined => entries.find(({ entry }) => entry.id === id);

  function insert(held: Held): void {
    const index = entries.findIndex(({ entry }) => entry.order > held.entry.order);
    entries.splice(index < 0 ? entries.length : index, 0, held);
  }

  function remove(held: Held): void {
    held.cancelWait?.();
    entries.splice(entries.indexOf(held), 1);
  }

  /** Applies a change here and, if it began here, tells it to the other tabs. */
  function tell(change: OutboxChange, mine: boolean): void {
    if (mine) tabs?.post(CHANNEL, { change: plain(change) } satisfies TabMessage);
    const waiter = waiters.get(change.entry.id);
    if (change.type === "acknowledged") waiter?.resolve(change.ack);
    else if (change.type === "undone") waiter?.reject(change.error);
    else if (change.type === "discarded") waiter?.reject(new ChatError({ code: "aborted", message: "discarded" }));
    else if (change.type === "refused") waiter?.reject(new ChatError({ code: "internal", ...change.entry.error }));
    if (change.type !== "added" && change.type !== "changed") waiters.delete(change.entry.id);
    host.changed(change);
  }

  function save(changes: readonly StorageChange[]): Promise<void> {
    const saved = storage.apply(changes);
    saved.catch((thrown: unknown) => host.failed(asChatError(thrown)));
    return saved;
  }

  const put = (entry: OutboxEntry): Promise<void> => save([{ key: PREFIX + entry.order, value: entry }]);
  const erase = (entry: OutboxEntry): Promise<void> => save([{ key: PREFIX + entry.order, value: undefined }]);

  function nextOrder(): string {
    lastAt = Math.max(lastAt, clock.now());
    return [lastAt.toString(36).padStart(9, "0"), (count++).toString(36).padStart(6, "0"), tab].join("-");
  }

  function add(room: string, action: OutboxAction, id: string = newId()): Sending {
    const refusal = refusalOf(action, id);
    if (refusal) return failedSending(id, new ChatError({ code: refusal }));
    const entry: OutboxEntry = { id, room, action, at: clock.now(), order: LAST, state: "queued" };
    const held: Held = { entry, tried: false, loaded: false, cancelWait: null };
    insert(held);
    const acknowledged = new Promise<Ack>((resolve, reject) => waiters.set(id, { resolve, reject }));
    acknowledged.catch(() => {}); // a caller may look at the outbox instead
    const stored = loaded.then(() => keep(held));
    stored.catch(() => {});
    tell({ type: "added", entry }, false);
    return { id, stored, acknowledged };
  }

  /** Gives an entry its place behind those of the storage, which are known now. */
  function keep(held: Held): Promise<void> | void {
    if (find(held.entry.id) !== held) return;
    const entry = (held.entry = { ...held.entry, order: nextOrder() });
    tabs?.post(CHANNEL, { change: { type: "added", entry } } satisfies TabMessage);
    const stored = put(entry);
    pump(entry.room);
    watch();
    return stored;
  }

  function refusalOf(action: OutboxAction, id: string): ErrorCode | null {
    if (closed) return "closed";
    if (entries.length >= host.capacity) return "outbox_full";
    if (find(id)) return "conflict";
    return isTooLarge(action) ? "too_large" : null;
  }

  function change(held: Held, fields: Partial<OutboxEntry>): void {
    held.entry = { ...held.entry, ...fields };
    tell({ type: "changed", entry: held.entry }, true);
  }

  const canSend = (): boolean => ready && !closed && host.isConnected();

  function pump(room: string): void {
    if (!owner || !canSend()) return;
    const all = entries.filter(({ entry }) => entry.room === room && entry.state !== "refused");
    const [first] = all;
    if (first && first.cancelWait === null && all.every(({ entry }) => entry.state === "queued")) void transmit(first);
  }

  async function transmit(held: Held): Promise<void> {
    const asked = host.ask(frameOf(held));
    change(held, { state: "sending" });
    try {
      acknowledged(held, (await asked) as unknown as Ack);
    } catch (thrown) {
      if (owner && find(held.entry.id) === held) failed(held, asChatError(thrown));
    }
  }

  function acknowledged(held: Held, { room, seq, at }: Ack): void {
    if (find(held.entry.id) !== held) return;
    failures = 0;
    remove(held);
    void erase(held.entry);
    tell({ type: "acknowledged", entry: held.entry, ack: { room, seq, ...(at !== undefined && { at }) } }, true);
    pump(held.entry.room);
  }

  let failures = 0;

  function failed(held: Held, error: ChatError): void {
    // Without an answer the action may have happened; "rate_limited" says that it has not.
    if (error.code === "unreachable" || error.code === "unavailable") held.tried = true;
    else if (error.code !== "rate_limited" && error.code !== "unauthenticated") return refuse(held, error);
    wait(held, Math.max(error.retryAfterMs ?? 0, backoff(random, failures++, 400, 20_000)));
    change(held, { state: "queued" });
  }

  function wait(held: Held, ms: number): void {
    const cancel = clock.after(ms, () => {
      held.cancelWait = null;
      pump(held.entry.room);
    });
    held.cancelWait = () => {
      cancel();
      held.cancelWait = null;
    };
  }

  /** A message, an edit or an event stays to be offered again; a deletion or a reaction is undone. */
  function refuse(held: Held, error: ChatError): void {
    const { type } = held.entry.action;
    if (type === "delete" || type === "react") {
      remove(held);
      void erase(held.entry);
      tell({ type: "undone", entry: held.entry, error }, true);
    } else {
      held.entry = { ...held.entry, state: "refused", error: { code: error.code, message: error.message } };
      void put(held.entry);
      tell({ type: "refused", entry: held.entry }, true);
    }
    pump(held.entry.room);
  }

  function retry(id: string): void {
    const held = find(id);
    if (!held) return;
    if (!owner) return tabs?.post(CHANNEL, { retry: id } satisfies TabMessage);
    held.cancelWait?.();
    if (held.entry.state === "refused") {
      // It goes behind what was sent since, as its author sees it there.
      const { error: _, ...rest } = held.entry;
      void erase(held.entry);
      remove(held);
      held.entry = { ...rest, state: "queued", order: nextOrder() };
      insert(held);
      void put(held.entry);
      tell({ type: "changed", entry: held.entry }, true);
    }
    pump(held.entry.room);
  }

  function discard(id: string): boolean {
    const held = find(id);
    if (!held || held.entry.state === "sending") return false;
    if (!owner && tabs) {
      tabs.post(CHANNEL, { discard: id } satisfies TabMessage);
      return true;
    }
    drop(held);
    return true;
  }

  function drop(held: Held): void {
    remove(held);
    void erase(held.entry);
    tell({ type: "discarded", entry: held.entry }, true);
    pump(held.entry.room);
  }

  function fromTab(message: TabMessage): void {
    if (closed) return;
    if ("sender" in message) {
      if (message.sender === "here") watch(true);
      else if (owner && canSend()) tabs?.post(CHANNEL, { sender: "here" } satisfies TabMessage);
      return;
    }
    if ("retry" in message) return owner ? retry(message.retry) : undefined;
    if ("discard" in message) return void (owner && discard(message.discard));
    const told = revived(message.change);
    const known = find(told.entry.id);
    if (known) remove(known);
    if (told.type === "added" || told.type === "changed" || told.type === "refused") {
      insert({ entry: told.entry, tried: told.type !== "added", loaded: true, cancelWait: null });
    }
    tell(told, false);
    pump(told.entry.room);
  }

  async function load(): Promise<void> {
    try {
      for (const value of (await storage.list(PREFIX)) as OutboxEntry[]) {
        lastAt = Math.max(lastAt, 1 + (parseInt(value.order, 36) || 0));
        if (find(value.id)) continue;
        insert({ entry: value, tried: true, loaded: true, cancelWait: null });
        tell({ type: "added", entry: value }, false);
      }
    } catch (thrown) {
      host.failed(asChatError(thrown));
    }
  }

  /** This tab sends from now on. What another tab had under way may have arrived. */
  async function acquire(turn: number): Promise<void> {
    await load();
    if (closed || turn !== turns) return;
    owner = true;
    for (const held of entries) {
      if (tabs) held.tried = true;
      if (held.entry.state === "sending") held.entry = { ...held.entry, state: "queued" };
    }
    pumpAll();
  }

  /** Asks for the turn to send, behind other tabs that wait for it, or takes it from a tab that does not answer. */
  function own(steal = false): void {
    if (closed || !tabs) return;
    owner = false;
    release();
    const turn = ++turns;
    release = tabs.own("outbox", () => void loaded.then(() => acquire(turn)), () => own(), steal);
  }

  /** Takes over from a tab that is suspended, or can't send. */
  function watch(again = false): void {
    if (again) {
      cancelWatch?.();
      cancelWatch = null;
    }
    if (closed || !tabs || owner || cancelWatch || !entries.some(({ entry }) => entry.state !== "refused")) return;
    cancelWatch = clock.after(ASK_AFTER_MS, () => {
      tabs.post(CHANNEL, { sender: "asked" } satisfies TabMessage);
      cancelWatch = clock.after(ANSWER_WITHIN_MS, () => {
        cancelWatch = null;
        if (!owner && canSend()) own(true);
      });
    });
  }

  function pumpAll(): void {
    for (const room of new Set(entries.map(({ entry }) => entry.room))) pump(room);
  }

  tabs?.listen(CHANNEL, (message) => fromTab(message as TabMessage));
  own();

  return {
    ready: loaded,
    entries: (room) => entries.map(({ entry }) => entry).filter((entry) => room === undefined || entry.room === room),
    add,
    retry,
    discard,
    connected() {
      ready = true;
      failures = 0;
      for (const held of entries) held.cancelWait?.();
      pumpAll();
      watch();
    },
    lost() {
      ready = false;
      if (!tabs || !owner) return;
      // Another tab may be connected. What is under way may have arrived.
      for (const held of entries) if (held.entry.state === "sending") change(held, { state: "queued" });
      own();
    },
    async forget(all) {
      for (const held of entries.filter(({ loaded }) => all || loaded)) drop(held);
      await storage.clear();
      for (const { entry } of entries) void put(entry);
    },
    seen(event) {
      if (!owner || (event.type !== "message" && event.type !== "event")) return;
      const held = find(event.id);
      if (held?.entry.room === event.room) acknowledged(held, { room: event.room, seq: event.seq, at: event.at });
    },
    close() {
      closed = true;
      release();
      cancelWatch?.();
      for (const { cancelWait } of entries) cancelWait?.();
      for (const { reject } of waiters.values()) reject(new ChatError({ code: "closed" }));
    },
  };
}
