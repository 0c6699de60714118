import {type RefObject, useCallback, useRef, useState} from "react";
import {useRoomActions} from "./room-context.ts";

/**
 * Whether a message is the one that the pointer or the focus is on: of several, the one that either came to last. One
 * whose actions have the focus keeps them.
 */
export function useActive(row: RefObject<HTMLElement | null>): [boolean, (active: boolean) => void] {
  const {lastActive} = useRoomActions();
  const [active, setActive] = useState(false);
  const end = useRef(() => {
    if (!row.current?.querySelector(".actions")?.contains(document.activeElement)) setActive(false);
  }).current;
  const become = useCallback(
    (next: boolean) => {
      if (next && lastActive.current !== end) {
        lastActive.current?.();
        lastActive.current = end;
      }
      setActive(next);
    },
    [lastActive, end],
  );
  return [active, become];
}
