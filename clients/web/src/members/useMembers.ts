import type {Member} from "@chat-backbone/client";
import {useRoom} from "@chat-backbone/client/react";
import {useCallback, useEffect, useState} from "react";

const PAGE = 100;
const MAX_SHOWN = 2000;
const SETTLE_MS = 400;

/** The members of a room as far as they were asked for, kept up to date by the room's events. */
export function useMembers(name: string) {
  const room = useRoom(name);
  const [list, setList] = useState<readonly Member[]>([]);
  const [next, setNext] = useState<string | null>(null);

  const reload = useCallback(() => {
    room.members({limit: PAGE}).then(
      page => {
        setList(page.members);
        setNext(page.next);
      },
      () => {},
    );
  }, [room]);

  useEffect(() => {
    reload();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(reload, SETTLE_MS);
    };
    const stopEvents = room.on("event", event => event.type === "member" && soon());
    const stopJoined = room.on("joined", soon);
    return () => {
      clearTimeout(timer);
      stopEvents();
      stopJoined();
    };
  }, [room, reload]);

  const more = useCallback(() => {
    if (next === null) return;
    room.members({limit: PAGE, cursor: next}).then(
      page => {
        setList(before => [...before, ...page.members]);
        setNext(page.next);
      },
      () => {},
    );
  }, [room, next]);

  return {list, reload, more: next !== null && list.length < MAX_SHOWN ? more : null};
}
