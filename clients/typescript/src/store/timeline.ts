import { asChatError, systemClock, type ChatError } from "@chat-backbone/client";
import type { Message, MessagePage, RoomEvent } from "../protocol.js";
import type { HistoryQuery, Room } from "../handles.js";
import { overlay, type Unseen } from "./overlay.js";
import { createRecount } from "./recount.js";
import { createSignals } from "./signals.js";
import type { StoredTimeline, TimelineHost } from "./stored-timeline.js";
import type { TimelineSnapshot } from "./types.js";
import { createWindow, deleted, edited, isLine, reacted, type Line } from "./window.js";

const CACHED_LINES = 50;
const RETRY_AFTER_MS = 1_000;
// A page may be ahead of the chain by this.
const AHEAD_MS = 10_000;

/** Makes the timeline of a room; it is empty until it is opened or restored. */
export function createTimeline(room: Room, host: TimelineHost): StoredTimeline {
  const { client, pageSize, windowSize } = host;
  const window = createWindow();
  const listeners = new Set<() => void>();
  const signals = createSignals(notify);
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
  let unacknowledged: Unseen[] = []; // acknowledged, and the event is still to come
  const paged = new Set<number>(); // messages whose reactions a page had counted
  let readAt = 0; // when the last page came, or the room was joined
  let gone = false;
  let wishesPresence = false;
  let telling = false;
  const recount = createRecount(room, window, () => generation, notify);

  function notify(): void {
    snapshot = null;
    if (telling) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      for (const listener of [...listeners]) listener();
    });
  }

  function build(): TimelineSnapshot {
    const queued = client.outbox.entries(room.name).map((entry): Unseen => ({ entry, ack: null }));
    return {
      room: room.name,
      items: overlay(window.lines(), [...unacknowledged, ...queued], client.me, after === null),
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

  const seen = (seq: number): void => void (unacknowledged = unacknowledged.filter(({ ack }) => (ack?.seq ?? 0) > seq));

  /** Applies an event; again only to what a page has put, as it was applied to all else when it came. */
  function apply(event: RoomEvent, again: boolean): void {
    if (isLine(event)) {
      if (after !== null || window.get(event.seq)) return;
      putLive(event);
      if (again) paged.add(event.seq);
    } else if ("target" in event && (!again || paged.has(event.target))) {
      const message = window.get(event.target);
      if (message?.type === "message") change(message, event, again);
    }
  }

  // Every reaction to a message comes after it in the chain, so a message that came by the chain
  // begins without the reactions that its present state has.
  function putLive(line: Line): void {
    const { reactions: _, ...message } = line as Message;
    window.put(line.type === "message" ? message : line);
    dropOldest();
  }

  function dropOldest(): void {
    if (window.trim(windowSize, "oldest")) before = window.lines()[0]?.seq ?? null;
  }

  function change(message: Message, event: Exclude<RoomEvent, Line>, again: boolean): void {
    if (event.type === "edited") window.put(edited(message, event));
    else if (event.type === "deleted") window.put(deleted(message, event.at));
    else if (event.type === "reaction") {
      const unsure = paged.has(message.seq) && (!room.complete || Date.now() < readAt + AHEAD_MS);
      if (!unsure || !again) window.put(reacted(message, event, event.user.id === client.me?.id));
      // The page may have counted this reaction.
      if (unsure) recount.check(message.seq);
    }
  }

  async function load(which: "first" | "older" | "newer", query: HistoryQuery, merge: (page: MessagePage) => void): Promise<void> {
    const mine = generation;
    // What a page lacks comes by the chain, but only if the chain began before the page was asked for.
    const linked = room.position !== null;
    loading = which;
    error = null;
    meanwhile = [];
    notify();
    try {
      const page = await room.history({ limit: pageSize, ...query });
      if (mine !== generation) return;
      merge(linked ? page : { ...page, after: page.after ?? page.messages.at(-1)?.seq ?? 0 });
      for (const event of meanwhile) apply(event, true);
      // No event comes of what was acknowledged before the join: the page has it.
      seen(room.position ?? 0);
      loaded = true;
    } catch (thrown) {
      if (mine === generation) error = asChatError(thrown);
    }
    if (mine !== generation) return;
    loading = null;
    meanwhile = null;
    if (!loaded && error?.temporary) {
      systemClock.after((error.retryAfterMs || RETRY_AFTER_MS) * (1 + 2 * Math.random()), () => {
        if (mine === generation && !loading) void load(which, query, merge);
      });
    }
    notify();
    host.changed();
  }

  // What came by the chain is exact, and stays.
  function put(messages: readonly Message[]): void {
    readAt = Date.now();
    for (const message of messages) {
      if (window.get(message.seq) && !paged.has(message.seq)) continue;
      window.put(message);
      paged.add(message.seq);
    }
  }

  function empty(): void {
    window.clear();
    paged.clear();
    recount.clear();
    before = after = null;
    loaded = false;
  }

  /** Drops the answers that are under way. */
  function abandon(): void {
    generation++;
    loading = null;
    meanwhile = null;
  }

  function loadNewest(): Promise<void> {
    return load("first", {}, (page) => {
      const oldest = window.lines()[0]?.seq ?? Infinity;
      put(page.messages);
      // More than a page may have come by the chain before the first page.
      before = (page.messages[0]?.seq ?? 0) <= oldest ? page.before : (before ?? oldest);
      after = page.after;
    });
  }

  /** Shows another window once its page is there; until then, and if it does not come, the present one stays. */
  function jump(query: HistoryQuery): Promise<void> {
    abandon();
    return load("first", query, (page) => {
      empty();
      put(page.messages);
      before = page.before;
      after = page.after;
      position = room.position;
    });
  }

  /** Joins the room; begins anew, or where the window ends. */
  async function enter(presence: boolean, fresh: boolean, around?: number): Promise<void> {
    abandon();
    if (fresh) {
      empty();
      position = null;
    }
    const mine = generation;
    gone = false;
    wishesPresence = presence;
    try {
      const { recovered } = await room.join({ ...(position !== null && { after: position }), presence });
      if (mine !== generation) return;
      if (!fresh && (recovered === false || room.position !== position)) {
        // Too much was missed since the last visit, or the application joined the room from another position:
        // the newest page says more than all of it.
        room.leave();
        return enter(presence, true);
      }
      error = null;
      position ??= room.position;
      if (around) await jump({ around });
      else if (fresh) await loadNewest();
    } catch (thrown) {
      if (mine === generation) error = asChatError(thrown);
    }
    notify();
  }

  function restarted(): void {
    abandon();
    empty();
    position = room.position;
    unacknowledged = [];
    void loadNewest();
  }

  function open({ presence = false, around }: { readonly presence?: boolean; readonly around?: number } = {}): () => void {
    let over = false;
    if (opens++ === 0) {
      const elsewhere = (room.position ?? position) !== position;
      void enter(presence, !loaded || after !== null || !!around || elsewhere, around);
    } else {
      if (presence) room.join({ presence }).then(() => room.leave(), () => {});
      if (around) void jump({ around });
    }
    notify();
    return () => {
      if (over) return;
      over = true;
      if (--opens === 0) leave();
      notify();
    };
  }

  function leave(): void {
    // The room's own position may be ahead of the window.
    position ??= room.position;
    if (position === null) empty();
    room.leave();
    signals.clear();
    recount.clear();
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
    jumpTo: (seq) => jump({ around: seq }),
    jumpToNewest: async () => (after === null && loaded ? undefined : jump({})),
    receive,
    acknowledged(entry, ack) {
      // Without a join no event would come to take its place.
      if (opens && ack.seq > (room.position ?? 0)) unacknowledged.push({ entry, ack });
      notify();
    },
    restarted,
    joined() {
      readAt = Date.now();
      notify();
    },
    left(reason) {
      error = reason;
      gone = true;
      notify();
    },
    member() {
      if (gone && opens) void enter(wishesPresence, true);
    },
    touch: notify,
    restore(cached) {
      if (loaded || opens) return;
      for (const line of cached.lines) {
        window.put(line);
        if (line.type === "message") paged.add(line.seq);
      }
      ({ position, before } = cached);
      loaded = true;
      notify();
    },
    cached() {
      if (gone) return undefined;
      if (!loaded || after !== null || position === null) return null;
      const lines = window.lines().slice(-CACHED_LINES);
      return { room: room.name, lines, position, before: lines[0] && window.lines().length > CACHED_LINES ? lines[0].seq : before };
    },
  };
}

