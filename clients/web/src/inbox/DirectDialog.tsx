import type {User} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {useState} from "react";
import {goTo} from "../chat/route.ts";
import {useWords} from "../i18n/language.ts";
import {profilesOf} from "../people/profiles.ts";
import {explain} from "../session/http.ts";
import {Dialog} from "../ui/Dialog.tsx";
import {PeopleSearch} from "./PeopleSearch.tsx";

/** A dialog to begin a direct chat. */
export function DirectDialog({onClose}: {onClose: () => void}) {
  const words = useWords();
  const client = useClient();
  const [error, setError] = useState<string | null>(null);

  async function begin(user: User) {
    // So that the room, which is empty yet, has its title at once.
    profilesOf(client).set(user);
    try {
      const {room} = await client.rooms.direct(user.id);
      onClose();
      goTo(room);
    } catch (failure) {
      setError(explain(failure, words));
    }
  }

  return (
    <Dialog title={words.newDirect} onClose={onClose} testId="direct-dialog">
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      <PeopleSearch onChoose={user => void begin(user)} />
    </Dialog>
  );
}
