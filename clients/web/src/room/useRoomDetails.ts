import type {RoomDetails} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {useEffect} from "react";
import {type Loaded, useLoaded} from "../chat/useLoaded.ts";

const SETTLE_MS = 400;

/** A room's settings and my role, kept up to date by the events of the room. */
export function useRoomDetails(name: string): Loaded<RoomDetails> {
  const client = useClient();
  const details = useLoaded(() => client.room(name).details(), [client, name]);
  const {reload} = details;

  useEffect(() => {
    const room = client.room(name);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(reload, SETTLE_MS);
    };
    const stopEvents = room.on("event", event => {
      if (event.type === "room" || event.type === "member") soon();
    });
    // The first join may have made the room.
    const stopJoined = room.on("joined", soon);
    return () => {
      clearTimeout(timer);
      stopEvents();
      stopJoined();
    };
  }, [client, name, reload]);
  return details;
}
