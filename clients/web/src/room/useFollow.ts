import type {useTimeline} from "@chat-backbone/client/react";
import {type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState} from "react";
import type {VirtualizerHandle} from "virtua";
import type {Row} from "./rows.ts";

const NEAR_END_PX = 60;
const LOAD_AHEAD_PX = 1200;
const HIGHLIGHT_MS = 2500;

interface FollowOptions {
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly timeline: ReturnType<typeof useTimeline>;
  readonly rows: readonly Row[];
  /** The message that the address asks for. */
  readonly seq: number | null;
}

/** How the list scrolls: it follows its end while that is on the screen, and loads more near its ends. */
export function useFollow({list, timeline, rows, seq}: FollowOptions) {
  const [atEnd, setAtEnd] = useState(true);
  const [highlighted, setHighlighted] = useState<number | null>(seq);
  const following = useRef(seq === null);
  const placed = useRef(false);
  const lastSeen = useRef<string | undefined>(undefined);
  const {items, hasOlder, hasNewer, loading, error, loadOlder, loadNewer, jumpToNewest, jumpTo} = timeline;
  const shift = useShift(items[0]?.key, items);

  const toEnd = useCallback(() => list.current?.scrollToIndex(rows.length - 1, {align: "end"}), [list, rows.length]);

  // The first place: the asked message, else the first that is new, else the end.
  useLayoutEffect(() => {
    if (placed.current || rows.length === 0) return;
    placed.current = true;
    const asked = seq === null ? -1 : rows.findIndex(row => row.kind === "message" && row.item.seq === seq);
    const index = asked >= 0 ? asked : rows.findIndex(row => row.kind === "new");
    following.current = index < 0;
    if (index < 0) toEnd();
    else list.current?.scrollToIndex(index, {align: asked >= 0 ? "center" : "start", offset: asked >= 0 ? 0 : -80});
  }, [rows, seq, list, toEnd]);

  useLayoutEffect(() => {
    if (following.current && placed.current) toEnd();
  }, [rows, toEnd]);

  // A message of mine is where I look next.
  const lastKey = items.at(-1)?.key;
  const lastIsPending = items.at(-1)?.seq === 0;
  useLayoutEffect(() => {
    if (!lastIsPending || !placed.current) return;
    following.current = true;
    if (hasNewer) void jumpToNewest().catch(() => {});
    toEnd();
  }, [lastKey, lastIsPending]);

  useEffect(() => {
    if (seq === null || !placed.current) return;
    setHighlighted(seq);
    const index = rows.findIndex(row => row.kind === "message" && row.item.seq === seq);
    following.current = false;
    if (index >= 0) return list.current?.scrollToIndex(index, {align: "center"});
    placed.current = false;
    void jumpTo(seq).catch(() => {});
  }, [seq]);

  useEffect(() => {
    if (highlighted === null) return;
    const timer = setTimeout(() => setHighlighted(null), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [highlighted]);

  const look = useCallback(() => {
    const {current} = list;
    if (!current || rows.length === 0) return;
    const below = current.scrollSize - current.viewportSize - current.scrollOffset;
    following.current = below < NEAR_END_PX && !hasNewer;
    setAtEnd(following.current);
    if (following.current) lastSeen.current = lastKey;
    // After a failure the person says when to try again.
    if (loading || error) return;
    if (hasOlder && current.scrollOffset < LOAD_AHEAD_PX) void loadOlder().catch(() => {});
    else if (hasNewer && below < LOAD_AHEAD_PX) void loadNewer().catch(() => {});
  }, [list, rows.length, hasNewer, hasOlder, loading, error, loadOlder, loadNewer, lastKey]);

  // A page that does not fill the screen can't be scrolled: ask for more until it does.
  useEffect(look, [look]);

  const onResize = useCallback(() => {
    if (following.current) toEnd();
    else look();
  }, [toEnd, look]);

  const toNewest = useCallback(() => {
    following.current = true;
    setAtEnd(true);
    if (hasNewer) void jumpToNewest().catch(() => {});
    toEnd();
  }, [hasNewer, jumpToNewest, toEnd]);

  return {
    atEnd,
    shift,
    highlighted,
    highlight: setHighlighted,
    newBelow: atEnd ? 0 : countAfter(items, lastSeen.current),
    onScroll: look,
    onResize,
    toNewest,
  };
}

// Rows that came before those that were there keep the place of what is on the screen.
function useShift(firstKey: string | undefined, items: readonly {readonly key: string}[]): boolean {
  const before = useRef(firstKey);
  const shift =
    before.current !== undefined && before.current !== firstKey && items.some(({key}) => key === before.current);
  useLayoutEffect(() => {
    before.current = firstKey;
  }, [firstKey]);
  return shift;
}

function countAfter(items: readonly {readonly key: string}[], key: string | undefined): number {
  if (key === undefined) return 0;
  const index = items.findLastIndex(item => item.key === key);
  return index < 0 ? 0 : items.length - 1 - index;
}
