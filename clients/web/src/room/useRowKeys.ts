import {type KeyboardEvent, type RefObject, useCallback, useMemo, useState} from "react";
import {flushSync} from "react-dom";
import type {VirtualizerHandle} from "virtua";
import {useRoomActions} from "./room-context.ts";
import type {Row} from "./rows.ts";

interface RowKeysOptions {
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: readonly Row[];
}

/** Moves the focus between messages by arrow keys, and keeps the row with the focus in the page. */
export function useRowKeys({list, scroller, rows}: RowKeysOptions) {
  const [focused, setFocused] = useState<string | null>(null);
  const {toComposer} = useRoomActions();

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === "Escape") return toComposer();
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
      const target = event.target as HTMLElement;
      if (step === 0 || (target !== event.currentTarget && target.dataset.key === undefined)) return;
      event.preventDefault();
      const {key} = target.dataset;
      const from = key === undefined ? rows.length : rows.findIndex(row => row.key === key);
      const index = nextMessage(rows, from, step);
      if (index === null) return step > 0 ? toComposer() : undefined;
      // The list then has the row. It hides a row until it has measured it, but this one gets the next key.
      const next = rows[index]?.key ?? "";
      flushSync(() => setFocused(next));
      list.current?.scrollToIndex(index, {align: "nearest"});
      const row = scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next)}"]`);
      if (!row) return;
      row.style.visibility = "visible";
      row.focus({preventScroll: true});
    },
    [list, scroller, rows, toComposer],
  );
  const kept = useMemo(() => (focused === null ? -1 : rows.findIndex(({key}) => key === focused)), [rows, focused]);
  return {focused: kept < 0 ? null : kept, onKeyDown};
}

function nextMessage(rows: readonly Row[], from: number, step: number): number | null {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if (rows[index]?.kind === "message") return index;
  }
  return null;
}
