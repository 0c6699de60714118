import type {Room, RoomDetails} from "@chat-backbone/client";
import {type FormEvent, useState} from "react";
import {forgetRoom} from "../chat/keep.ts";
import {useMe} from "../chat/me.ts";
import {goTo} from "../chat/route.ts";
import {useWords} from "../i18n/language.ts";
import {useRoomActions} from "../room/room-context.ts";
import {explain} from "../session/http.ts";
import {Button} from "../ui/Button.tsx";
import {Dialog} from "../ui/Dialog.tsx";
import {Field} from "../ui/Field.tsx";

interface RoomSettingsDialogProps {
  readonly details: RoomDetails;
  readonly room: Room;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

const SLOW = [0, 5, 15, 60, 300];

/** The settings of a room for its owner, and the way out of it for all. */
export function RoomSettingsDialog({details, room, onChanged, onClose}: RoomSettingsDialogProps) {
  const words = useWords();
  const me = useMe();
  const {ask} = useRoomActions();
  const [name, setName] = useState(details.name);
  const [slow, setSlow] = useState(details.slowModeSeconds);
  const [error, setError] = useState<string | null>(null);
  const owner = details.role === "owner";

  async function save(event: FormEvent) {
    event.preventDefault();
    try {
      await room.change({...(name.trim() && {name: name.trim()}), slowModeSeconds: slow});
      onChanged();
      onClose();
    } catch (failure) {
      setError(explain(failure, words));
    }
  }

  function leave() {
    onClose();
    ask({text: words.leaveSure, action: words.leave, run: () => room.removeMember("me").then(left)});
  }

  function left() {
    forgetRoom(me.id, room.name);
    goTo(null);
  }

  function remove() {
    onClose();
    ask({text: words.deleteRoomSure, action: words.deleteRoom, run: () => room.remove()});
  }

  return (
    <Dialog title={words.roomSettings} onClose={onClose} testId="room-settings-dialog">
      <form className="form" onSubmit={event => void save(event)}>
        {owner && (
          <>
            <Field label={words.roomName} value={name} maxLength={64} onChange={event => setName(event.target.value)} />
            <label className="field">
              <span>{words.slowMode}</span>
              <select value={slow} onChange={event => setSlow(Number(event.target.value))}>
                {[...new Set([...SLOW, details.slowModeSeconds])].map(seconds => (
                  <option key={seconds} value={seconds}>
                    {seconds === 0 ? words.slowModeOff : words.seconds(seconds)}
                  </option>
                ))}
              </select>
              <span className="hint">{words.slowModeHint}</span>
            </label>
          </>
        )}
        {error && (
          <p className="form-error" role="alert">
            {error}
          </p>
        )}
        {owner && (
          <div className="dialog-actions">
            <Button look="primary" type="submit">
              {words.save}
            </Button>
          </div>
        )}
      </form>
      <div className="dialog-end">
        <Button look="danger" onClick={leave} data-testid="leave">
          {words.leave}
        </Button>
        {owner && (
          <Button look="danger" onClick={remove} data-testid="delete-room">
            {words.deleteRoom}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
