import {useClient} from "@chat-backbone/client/react";
import {useState} from "react";
import {goTo} from "../chat/route.ts";
import {useDebounced} from "../chat/useDebounced.ts";
import {useLoaded} from "../chat/useLoaded.ts";
import {useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {Button} from "../ui/Button.tsx";
import {Dialog} from "../ui/Dialog.tsx";
import {Field} from "../ui/Field.tsx";
import {Icon} from "../ui/Icon.tsx";
import {CreateRoom} from "./CreateRoom.tsx";

const SHOWN = 50;

/** A dialog to find a public room, or to create one. */
export function FindRooms({onClose}: {onClose: () => void}) {
  const words = useWords();
  const client = useClient();
  const [query, setQuery] = useState("");
  const [creating, setCreating] = useState(false);
  const wanted = useDebounced(query.trim(), 200);
  const found = useLoaded(() => client.rooms.search(wanted, {limit: SHOWN}), [client, wanted]);

  function enter(room: string) {
    onClose();
    goTo(room);
  }

  if (creating) {
    return (
      <Dialog title={words.createRoom} onClose={onClose} testId="create-room">
        <CreateRoom name={query.trim()} onCreated={enter} onCancel={() => setCreating(false)} />
      </Dialog>
    );
  }
  return (
    <Dialog title={words.findRoom} onClose={onClose} testId="find-rooms-dialog">
      <Field
        label={words.searchRooms}
        type="search"
        value={query}
        onChange={event => setQuery(event.target.value)}
        {...(found.error !== null && {error: explain(found.error, words)})}
      />
      <ul className="choices" aria-live="polite">
        {found.value?.rooms.map(room => (
          <li key={room.room}>
            <button type="button" className="choice" onClick={() => enter(room.room)} data-testid="found-room">
              <span className="room-sign" aria-hidden="true">
                <Icon name="hash" size={18} />
              </span>
              <span className="choice-text">
                <b dir="auto">{room.name || room.room}</b>
                <small>
                  {room.name && room.name !== room.room ? `${room.room} · ` : ""}
                  {words.memberCount(room.memberCount)}
                </small>
              </span>
            </button>
          </li>
        ))}
        {found.value?.rooms.length === 0 && <li className="choices-none">{words.noRooms}</li>}
      </ul>
      <div className="dialog-actions">
        <Button look="primary" onClick={() => setCreating(true)} data-testid="create-room-start">
          {words.createRoom}
        </Button>
      </div>
    </Dialog>
  );
}
