import {useRoom} from "@chat-backbone/client/react";
import {useEffect} from "react";
import {useLoaded} from "../chat/useLoaded.ts";
import {useWords} from "../i18n/language.ts";
import {nameOf} from "../text/names.ts";
import {Button} from "../ui/Button.tsx";

const SHOWN = 100;

/** The users who may not enter a room; for its owner and moderators. */
export function Bans({name, onAct}: {name: string; onAct: (work: () => Promise<unknown>) => void}) {
  const words = useWords();
  const room = useRoom(name);
  const {value, reload} = useLoaded(() => room.bans({limit: SHOWN}), [room]);
  useEffect(
    () => room.on("event", event => event.type === "member" && /ban/.test(event.action) && reload()),
    [room, reload],
  );
  if (!value || value.bans.length === 0) return null;
  return (
    <section className="bans">
      <h3>{words.banned}</h3>
      <ul>
        {value.bans.map(({user}) => (
          <li key={user.id}>
            <span>{nameOf(user, words)}</span>
            <Button look="link" onClick={() => onAct(() => room.unban(user.id).then(reload))}>
              {words.unban}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
