import {useInbox} from "@chat-backbone/client/react";
import {type RefObject, useEffect} from "react";
import {goTo} from "../chat/route.ts";

/** Keys that work everywhere: Ctrl+K finds a conversation, Alt with an arrow goes to the next one. */
export function useShortcuts(room: string | null, filter: RefObject<HTMLInputElement | null>): void {
  const {rooms} = useInbox();
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        filter.current?.focus();
      } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        event.preventDefault();
        const index = rooms.findIndex(each => each.room === room);
        const next = rooms[event.key === "ArrowUp" ? Math.max(0, index - 1) : index + 1];
        if (next) goTo(next.room);
      }
    }
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [rooms, room, filter]);
}
