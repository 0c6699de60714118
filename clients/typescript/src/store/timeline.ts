import { asChatError, backoff, type ChatError } from "@chat-backbone/client";
import type { Message, MessagePage, RoomEvent } from "../protocol.js";
import type { HistoryQuery, Joining, Room } from "../handles.js";
import type { Ack } from "../types.js";
import { overlay } from "./overlay.js";
import { createRecount } from "./recount.js";
import { createSignals } from "./signals.js";
import type { StoredTimeline, TimelineHost } from "./stored-timeline.js";
import type { PendingAction, TimelineSnapshot } from "./types.js";
import { createWindow, deleted, edited, isLine, reacted, type Line } from "./window.js";

const CACHED_LINES = 50;
// A page may be ahead of the chain by this.
const AHEAD_MS = 10_000;

/** Makes the timeline of a room; it is empty until it is opened or restored. */
export function createTimeline(room: Room, host: TimelineHost): StoredTimeline {
  const { client, pageSize, windowSize, clock, random } = host;
  const window = createWindow();
  const listeners = new Set<() => void>();
  const signals = createSignals(clock, notify);
  let snapshot: TimelineSnapshot | null = null;
  let opens = 0;
  let before: number | null = null; // asks for the page of older messages
  let after: number | null = null; // asks for the page of newer messages; null: the window is at the end
  let position: number | null = null; // every event up to here is in the window
  let loaded = false;
  let loading: TimelineSnapshot["loading"] = null;
  let error: ChatError | null = null;
  let generation = 0; // counts the windows: an answer for an earlier one is dropped
  let meanwhile: RoomEvent[] | null = null; // events that came while a page was under way
  let acknowledged: (PendingAction & { readonly ack: Ack })[] = []; // the event is still to come
  const paged = new Set<number>(); // messages whose reactions a page had counted
  let readAt = 0; // when the last page came, or the room was joined
  let gone = false;
  let watchers = 0; // opens that want presence
  let joining: Joining | null = null;
  let telling = false;
  const recount = createRecount(room, window, host, doubt);

  function notify(): void {
    snapshot = null;
    if (telling) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      for (const listener of listeners) listener();
    });
  }

  /** A page or a join may be ahead of the chain. */
  function doubt(): void {
    readAt = clock.now();
    notify();
  }

  function build(): TimelineSnapshot {
    return {
      room: room.name,
      items: overlay(window.lines(), [...acknowledged, ...client.outbox.entries(room.name)], client.me, after === null),
      hasOlder: before !== null,
      hasNewer: after !== null,
      loading,
      loaded,
      live: opens > 0 && after === null && loading !== "first" && loaded && room.complete,
      error,
    };
  }

  function receive(event: RoomEvent): void {
    // Another part of the application follows the room from behind the end of what the window holds.
    if (loaded && event.prev > (position ?? event.prev)) {
      if (opens) restarted();
      else empty();
    }
    position = event.seq;
    meanwhile?.push(event);
    apply(event, false);
    if (event.type === "message") signals.sent(event.user);
    seen(event.seq);
    notify();
    host.changed();
  }

  const seen = (seq: number): void => void (acknowledged = acknowledged.filter(({ ack }) => ack.seq > seq));

  /** Applies an event; again only to what a page has put, as it was applied to all else when it came. */
  function apply(event: RoomEvent, again: boolean): void {
    if (isLine(event)) {
      if (after !== null || window.get(event.seq)) return;
      // Every reaction to a message comes after it in the chain, so it begins without those of its present state.
      const { reactions: _, ...line } = event as Message;
      window.put(line);
      dropOldest();
      if (again) paged.add(event.seq);
    } else if ("target" in event && (!again || paged.has(event.target))) {
      const message = window.get(event.target);
      if (message?.type === "message") change(message, event, again);
    }
  }

  function dropOldest(): void {
    if (window.trim(windowSize, "oldest")) before = window.lines()[0]?.seq ?? null;
  }

  function change(message: Message, event: Exclude<RoomEvent, Line>, again: boolean): void {
    if (event.type === "edited") window.put(edited(message, event));
    else if (event.type === "deleted") window.put(deleted(message, event.at));
    else if (event.type === "reaction") {
      const unsure = paged.has(message.seq) && (!room.complete || clock.now() < readAt + AHEAD_MS);
      if (!unsure || !again) window.put(reacted(message, event, event.user.id === client.me?.id));
      // The page may have counted this reaction.
      if (unsure) recount.check(message.seq);
    }
  }

  async function load(
    which: "first" | "older" | "newer",
    query: HistoryQuery,
    merge: (page: MessagePage) => void,
    attempt = 0,
  ): Promise<void> {
    const mine = generation;
    // What a page lacks comes by the chain, but only if the chain began before the page was asked for.
    const linked = room.position !== null;
    loading = which;
    error = null;
    meanwhile = [];
    notify();
    const page = await room.history({ limit: pageSize, ...query }).catch(asChatError);
    if (mine !== generation) return;
    if ("messages" in page) {
      merge(linked ? page : { ...page, after: page.after ?? page.messages.at(-1)?.seq ?? 0 });
      for (const event of meanwhile) apply(event, true);
      // No event comes of what was acknowledged before the join: the page has it.
      seen(room.position ?? 0);
      loaded = true;
    } else {
      error = page;
      if (!loaded && error.temporary) {
        clock.after((error.retryAfterMs ?? 0) + backoff(random, attempt), () => {
          if (mine === generation) void load(which, query, merge, attempt + 1);
        });
      }
    }
    loading = meanwhile = null;
    notify();
    host.changed();
  }

  // What came by the chain is exact, and stays.
  function put(lines: readonly Line[]): void {
    readAt = clock.now();
    for (const line of lines) {
      if (window.get(line.seq) && !paged.has(line.seq)) continue;
      window.put(line);
      paged.add(line.seq);
    }
  }

  function empty(): void {
    window.clear();
    paged.clear();
    before = after = null;
    loaded = false;
  }

  /** Drops the answers that are under way. */
  function abandon(): void {
    generation++;
    recount.clear();
    loading = meanwhile = null;
  }

  /**
   * Shows the window around a message, or the newest one, once its page is there; until then, and if it does not come,
   * the present one stays.
   */
  function jump(around?: number): Promise<void> {
    abandon();
    return load("first", around === undefined ? {} : { around }, (page) => {
      empty();
      put(page.messages);
      before = page.before;
      after = page.after;
      position = room.position;
    });
  }

  /** Holds one join of the room, with what the opens want. */
  function join(): Joining {
    const former = joining;
    joining = room.join({ ...(position !== null && { after: position }), presence: watchers > 0 });
    former?.leave();
    return joining;
  }

  /** Joins the room; begins anew, or where the window ends. */
  async function enter(fresh: boolean, around?: number): Promise<void> {
    abandon();
    if (fresh) {
      empty();
      position = null;
    }
    const mine = generation;
    gone = false;
    const answer = await join().catch(asChatError);
    if (mine !== generation) return;
    error = null;
    if (!("seq" in answer)) error = answer;
    else if (!fresh && (answer.recovered === false || room.position !== position)) {
      // Too much was missed since the last visit, or the application joined the room from another position:
      // the newest page says more than all of it.
      joining?.leave();
      return enter(true);
    } else {
      position ??= room.position;
      if (fresh) return jump(around);
    }
    notify();
  }

  function restarted(): void {
    empty();
    position = room.position;
    acknowledged = [];
    void jump();
  }

  function open({ presence = false, around }: { readonly presence?: boolean; readonly around?: number } = {}): () => void {
    let over = false;
    if (presence) watch(1);
    if (opens++ === 0) {
      const elsewhere = (room.position ?? position) !== position;
      void enter(!loaded || after !== null || !!around || elsewhere, around);
    } else if (around) void jump(around);
    notify();
    return () => {
      if (over) return;
      over = true;
      if (presence) watch(-1);
      if (--opens === 0) leave();
      notify();
    };
  }

  /** Presence begins with the first open that wants it, and ends with the last one. */
  function watch(more: 1 | -1): void {
    const watched = watchers > 0;
    watchers += more;
    if (watched === watchers > 0) return;
    signals.watch(!watched);
    if (joining) join();
  }

  function leave(): void {
    // The room's own position may be ahead of the window.
    position ??= room.position;
    if (position === null) empty();
    joining?.leave();
    joining = null;
    signals.clear();
    abandon();
    host.changed();
  }

  return {
    ...signals,
    room: room.name,
    signals,
    get opened() {
      return opens > 0;
    },
    snapshot: () => (snapshot ??= build()),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    open,
    async loadOlder() {
      if (loading || before === null) return;
      const asked = before;
      await load("older", { before }, (page) => {
        // Lines that were dropped meanwhile would be missing in between.
        if (before !== asked) return;
        put(page.messages);
        before = page.before;
        if (window.trim(windowSize, "newest")) after = window.lines().at(-1)?.seq ?? null;
      });
    },
    async loadNewer() {
      if (loading || after === null) return;
      await load("newer", { after }, (page) => {
        put(page.messages);
        after = page.after;
        dropOldest();
      });
    },
    jumpTo: jump,
    jumpToNewest: async () => (after === null && loaded ? undefined : jump()),
    receive,
    leave,
    acknowledged(entry, ack) {
      // Without a join no event would come to take its place.
      if (opens && ack.seq > (room.position ?? 0)) acknowledged.push({ ...entry, state: "acknowledged", ack });
      notify();
    },
    restarted,
    joined: doubt,
    left(reason) {
      error = reason;
      gone = true;
      joining = null;
      signals.clear();
      notify();
    },
    member() {
      if (gone && opens) void enter(true);
    },
    touch: notify,
    restore(cached) {
      if (loaded || opens) return;
      put(cached.lines);
      ({ position, before } = cached);
      loaded = true;
      notify();
    },
    cached() {
      if (gone) return undefined;
      if (!loaded || after !== null || position === null) return null;
      const all = window.lines();
      const lines = all.slice(-CACHED_LINES);
      return { room: room.name, lines, position, before: lines.length < all.length ? (lines[0]?.seq ?? before) : before };
    },
  };
}

