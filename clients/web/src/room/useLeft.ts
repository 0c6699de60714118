import {useClient} from "@chat-backbone/client/react";
import {useEffect, useState} from "react";

type Reason = "kicked" | "banned" | "deleted" | "left";

/** The reason for which I left a room while it was open. */
export function useLeft(name: string): Reason | null {
  const client = useClient();
  const [left, setLeft] = useState<Reason | null>(null);
  useEffect(() => {
    const room = client.room(name);
    const stopLeft = room.on("left", ({reason}) => {
      if (reason !== "refused") setLeft(reason);
    });
    const stopJoined = room.on("joined", () => setLeft(null));
    return () => {
      stopLeft();
      stopJoined();
    };
  }, [client, name]);
  return left;
}
