import {type RefObject, useCallback, useState} from "react";
import type {VirtualizerHandle} from "virtua";
import type {Row} from "./rows.ts";

const LABEL_PX = 40;

/** The day of the topmost message on the screen; null while its own heading is there to be read. */
export function useTopDay(list: RefObject<VirtualizerHandle | null>, rows: readonly Row[]) {
  const [at, setAt] = useState<number | null>(null);
  const look = useCallback(() => {
    const {current} = list;
    if (!current) return;
    const top = current.findItemIndex(current.scrollOffset);
    const below = current.findItemIndex(current.scrollOffset + LABEL_PX);
    setAt(rows.slice(top, below + 1).some(({kind}) => kind !== "message" && kind !== "notice") ? null : dayAbove(rows, top));
  }, [list, rows]);
  return {at, look};
}

/** The moment of the heading that a row is under. */
export function dayAbove(rows: readonly Row[], index: number): number | null {
  for (let above = index; above >= 0; above--) {
    const row = rows[above];
    if (row?.kind === "day") return row.at;
  }
  return null;
}
