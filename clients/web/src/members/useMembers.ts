import type {Member} from "@chat-backbone/client";
import {useRoom} from "@chat-backbone/client/react";
import {useCallback, useEffect, useRef, useState} from "react";
import {seldom} from "../chat/seldom.ts";
import {membersAfter, withPage} from "./changes.ts";

const PAGE = 100;
const MAX_SHOWN = 2000;

/** The members of a room as far as they were asked for, kept up to date by the room's events. */
export function useMembers(name: string) {
  const room = useRoom(name);
  const [list, setList] = useState<readonly Member[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const shown = useRef(0);
  shown.current = list.length;

  // Asks for as many as are shown.
  const reload = useCallback(async () => {
    try {
      let page = await room.members({limit: PAGE});
      let all: readonly Member[] = page.members;
      while (page.next !== null && all.length + PAGE <= shown.current) {
        page = await room.members({limit: PAGE, cursor: page.next});
        all = withPage(all, page.members);
      }
      setList(all);
      setNext(page.next);
    } catch {
      // What is shown stays.
    }
  }, [room]);

  useEffect(() => {
    void reload();
    const again = seldom(() => void reload());
    const stopEvents = room.on("event", event => {
      if (event.type !== "member") return;
      setList(before => membersAfter(before, event));
      again.ask();
    });
    const stopJoined = room.on("joined", again.ask);
    return () => {
      again.stop();
      stopEvents();
      stopJoined();
    };
  }, [room, reload]);

  const more = useCallback(() => {
    if (next === null) return;
    room.members({limit: PAGE, cursor: next}).then(
      page => {
        setList(before => withPage(before, page.members));
        setNext(page.next);
      },
      () => {},
    );
  }, [room, next]);

  return {list, reload, more: next !== null && list.length < MAX_SHOWN ? more : null};
}
