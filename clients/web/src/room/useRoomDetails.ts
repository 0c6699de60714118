import type {RoomDetails} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {useEffect, useRef} from "react";
import {useMe} from "../chat/me.ts";
import {seldom} from "../chat/seldom.ts";
import {type Loaded, useLoaded} from "../chat/useLoaded.ts";
import {detailsAfter} from "../members/changes.ts";

/** A room's settings and my role, kept up to date by the events of the room. */
export function useRoomDetails(name: string): Loaded<RoomDetails> {
  const client = useClient();
  const me = useMe();
  const details = useLoaded(() => client.room(name).details(), [client, name]);
  const {reload, change} = details;
  const known = useRef(false);
  known.current = details.value !== null;

  useEffect(() => {
    const room = client.room(name);
    const again = seldom(reload);
    const stopEvents = room.on("event", event => {
      if (event.type !== "room" && event.type !== "member") return;
      change(value => detailsAfter(value, event, me.id));
      again.ask();
    });
    const stopJoined = room.on("joined", () => {
      // The first join may have made the room.
      if (known.current) again.ask();
      else reload();
    });
    return () => {
      again.stop();
      stopEvents();
      stopJoined();
    };
  }, [client, name, me.id, reload, change]);
  return details;
}
