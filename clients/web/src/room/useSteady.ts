import {useRef} from "react";

/** The list of before where its elements are the same ones, so that what is made of them is not made again. */
export function useSteady<T>(list: readonly T[]): readonly T[] {
  const before = useRef(list);
  if (!isSame(before.current, list)) before.current = list;
  return before.current;
}

function isSame<T>(before: readonly T[], now: readonly T[]): boolean {
  return before.length === now.length && before.every((element, index) => element === now[index]);
}
