import type {useTimeline} from "@chat-backbone/client/react";
import {type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState} from "react";
import type {VirtualizerHandle} from "virtua";
import type {Row} from "./rows.ts";

const NEAR_END_PX = 60;
const LOAD_AHEAD_PX = 1200;
const HIGHLIGHT_MS = 2500;
const SETTLED_MS = 250;
const ABOVE_NEW_PX = -80;

interface FollowOptions {
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly timeline: ReturnType<typeof useTimeline>;
  readonly rows: readonly Row[];
  /** The message that the address asks for. */
  readonly seq: number | null;
}

/** Scrolls the list: follows its end while that is on the screen, and loads more near both ends. */
export function useFollow({list, timeline, rows, seq}: FollowOptions) {
  const {items, hasOlder, hasNewer, loading, error, live, loadOlder, loadNewer, jumpToNewest, jumpTo} = timeline;
  // Null until the first place has settled.
  const [atEnd, setAtEnd] = useState<boolean | null>(null);
  const [highlighted, setHighlighted] = useState<number | null>(seq);
  const following = useRef(seq === null);
  // The first place: a message, or null for the first new one, else the end.
  const target = useRef(seq);
  const placed = useRef(false);
  const settled = useRef(false);
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lastSeen = useRef<number | null>(null);
  const lastOffset = useRef(0);
  const shift = useShift(items);
  const lastKey = items.at(-1)?.key;
  const lastSeq = items.findLast(({seq}) => seq > 0)?.seq ?? 0;
  const lastIsPending = items.at(-1)?.seq === 0;

  const toEnd = useCallback(() => list.current?.scrollToIndex(rows.length - 1, {align: "end"}), [list, rows.length]);

  const place = useCallback(() => {
    const asked = target.current === null ? -1 : indexOf(rows, target.current);
    const index = asked >= 0 ? asked : rows.findIndex(row => row.kind === "new" || (row.kind === "day" && row.isNew));
    following.current = index < 0;
    if (index < 0) toEnd();
    else list.current?.scrollToIndex(index, asked >= 0 ? {align: "center"} : {align: "start", offset: ABOVE_NEW_PX});
  }, [list, rows, toEnd]);

  const look = useCallback(() => {
    const {current} = list;
    if (!current || rows.length === 0 || !settled.current) return;
    const below = current.scrollSize - current.viewportSize - current.scrollOffset;
    // Rows that came, or are larger than they were thought to be, move the end away; only the person goes up.
    const wentUp = current.scrollOffset < lastOffset.current;
    lastOffset.current = current.scrollOffset;
    following.current = !hasNewer && (below < NEAR_END_PX || (following.current && !wentUp));
    setAtEnd(following.current);
    if (following.current) lastSeen.current = lastSeq;
    // After a failure the person says when to try again.
    if (loading || error) return;
    if (hasOlder && current.scrollOffset < LOAD_AHEAD_PX) void loadOlder().catch(() => {});
    else if (hasNewer && below < LOAD_AHEAD_PX) void loadNewer().catch(() => {});
  }, [list, rows.length, hasNewer, hasOlder, loading, error, loadOlder, loadNewer, lastSeq]);
  const lookNow = useRef(look);
  lookNow.current = look;

  const unsettle = useCallback(() => {
    clearTimeout(settling.current);
    settling.current = undefined;
    placed.current = settled.current = false;
    setAtEnd(null);
  }, []);

  // After sending a message, I look at it. What was unsent before does not choose the first place.
  useLayoutEffect(() => {
    if (!lastIsPending || !placed.current) return;
    following.current = settled.current = true;
    if (hasNewer) void jumpToNewest().catch(() => {});
    toEnd();
  }, [lastKey, lastIsPending]);

  // What was missed since the last visit comes with the join: before that, the first place is not known.
  const isKnown = live || hasNewer || error !== null;

  // Rows are measured after they are shown: until they are, they are placed again, and nothing is
  // loaded, as that would move the place.
  useLayoutEffect(() => {
    if (rows.length === 0) return unsettle();
    if (settled.current) return;
    if (target.current !== null && indexOf(rows, target.current) < 0 && loading) return;
    placed.current = true;
    place();
    if (!isKnown || settling.current !== undefined) return;
    settling.current = setTimeout(() => {
      settled.current = true;
      lookNow.current();
    }, SETTLED_MS);
  }, [rows, loading, isKnown, place, unsettle]);

  useLayoutEffect(() => {
    if (following.current && placed.current) toEnd();
  }, [rows, toEnd]);

  // A page that does not fill the screen can't be scrolled: ask for more until it does.
  useEffect(look, [look]);

  const goTo = useCallback(
    (wanted: number) => {
      setHighlighted(wanted);
      following.current = false;
      target.current = wanted;
      const index = indexOf(rows, wanted);
      if (index >= 0) return list.current?.scrollToIndex(index, {align: "center"});
      unsettle();
      void jumpTo(wanted).catch(() => {});
    },
    [rows, list, jumpTo, unsettle],
  );

  const asked = useRef(seq);
  useEffect(() => {
    if (seq !== null && seq !== asked.current) goTo(seq);
    asked.current = seq;
  }, [seq]);

  useEffect(() => {
    if (highlighted === null) return;
    const timer = setTimeout(() => setHighlighted(null), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [highlighted]);

  const onResize = useCallback(() => {
    if (!settled.current && placed.current) place();
    else if (following.current) toEnd();
    else look();
  }, [place, toEnd, look]);

  // Who moves the list stays there, though the first place is not known yet.
  const onMove = useCallback(() => {
    if (!placed.current || settled.current) return;
    settled.current = true;
    look();
  }, [look]);

  const toNewest = useCallback(() => {
    following.current = placed.current = settled.current = true;
    setAtEnd(true);
    if (hasNewer) void jumpToNewest().catch(() => {});
    toEnd();
  }, [hasNewer, jumpToNewest, toEnd]);

  return {
    atEnd,
    shift,
    highlighted,
    goTo,
    newBelow: atEnd !== false ? 0 : countAfter(items, lastSeen.current),
    onScroll: look,
    onMove,
    onResize,
    toNewest,
  };
}

function indexOf(rows: readonly Row[], seq: number): number {
  return rows.findIndex(row => row.kind === "message" && row.item.seq === seq);
}

// Rows that came before those that were there keep the place of what is on the screen.
function useShift(items: readonly {readonly key: string}[]): boolean {
  const firstKey = items[0]?.key;
  const before = useRef(firstKey);
  const shift =
    before.current !== undefined && before.current !== firstKey && items.some(({key}) => key === before.current);
  useLayoutEffect(() => {
    before.current = firstKey;
  }, [firstKey]);
  return shift;
}

/** The items behind a position. Unsent ones stand behind all of them, and have none. */
export function countAfter(items: readonly {readonly seq: number}[], seq: number | null): number {
  return seq === null ? 0 : items.length - 1 - items.findLastIndex(item => item.seq > 0 && item.seq <= seq) - unsent(items);
}

function unsent(items: readonly {readonly seq: number}[]): number {
  return items.length - 1 - items.findLastIndex(item => item.seq > 0);
}
