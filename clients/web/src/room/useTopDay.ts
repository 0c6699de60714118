import {type RefObject, useCallback, useMemo, useState} from "react";
import type {VirtualizerHandle} from "virtua";
import type {Row} from "./rows.ts";

const LABEL_PX = 40;

/** The day of the topmost message on the screen; null while its own heading is there to be read. */
export function useTopDay(list: RefObject<VirtualizerHandle | null>, rows: readonly Row[]) {
  const [at, setAt] = useState<number | null>(null);
  const days = useMemo(() => daysOf(rows), [rows]);
  const look = useCallback(() => {
    const {current} = list;
    if (!current) return;
    const top = current.findItemIndex(current.scrollOffset);
    const below = current.findItemIndex(current.scrollOffset + LABEL_PX);
    setAt(rows.slice(top, below + 1).some(({kind}) => kind !== "message" && kind !== "notice") ? null : (days[top] ?? null));
  }, [list, rows, days]);
  return {at, look};
}

/** For each row the moment of the heading that it is under. */
export function daysOf(rows: readonly Row[]): (number | null)[] {
  let day: number | null = null;
  return rows.map(row => {
    if (row.kind === "day") day = row.at;
    return day;
  });
}
