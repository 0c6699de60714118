import {useRoom} from "@chat-backbone/client/react";
import type {TimelineItem} from "@chat-backbone/client/store";
import {useEffect, useState} from "react";

/** Moves my read marker to the newest message while the end of the list is on a page that I look at. */
export function useMarkRead(name: string, items: readonly TimelineItem[], atEnd: boolean, readSeq: number): void {
  const room = useRoom(name);
  const looking = useLooking();
  const newest = items.findLast(item => item.seq > 0)?.seq ?? 0;
  useEffect(() => {
    if (looking && atEnd && newest > readSeq) room.read(newest);
  }, [room, looking, atEnd, newest, readSeq]);
}

/** Whether the page is visible and has the focus. */
function useLooking(): boolean {
  const [looking, setLooking] = useState(isLookedAt);
  useEffect(() => {
    const changed = () => setLooking(isLookedAt());
    addEventListener("focus", changed);
    addEventListener("blur", changed);
    document.addEventListener("visibilitychange", changed);
    return () => {
      removeEventListener("focus", changed);
      removeEventListener("blur", changed);
      document.removeEventListener("visibilitychange", changed);
    };
  }, []);
  return looking;
}

function isLookedAt(): boolean {
  return !document.hidden && document.hasFocus();
}
