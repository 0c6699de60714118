import type {User} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {useState} from "react";
import {useMe} from "../chat/me.ts";
import {useDebounced} from "../chat/useDebounced.ts";
import {useLoaded} from "../chat/useLoaded.ts";
import {useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {nameOf} from "../text/names.ts";
import {Avatar} from "../ui/Avatar.tsx";
import {Field} from "../ui/Field.tsx";

const SHOWN = 20;

/** A search of users by the beginning of their usernames. */
export function PeopleSearch({onChoose}: {onChoose: (user: User) => void}) {
  const words = useWords();
  const client = useClient();
  const me = useMe();
  const [query, setQuery] = useState("");
  const wanted = useDebounced(query.trim().replace(/^@/, ""), 200);
  const found = useLoaded(
    async () => (wanted ? (await client.users.search(wanted, {limit: SHOWN})).users : []),
    [client, wanted],
  );
  const users = found.value?.filter(user => user.id !== me.id) ?? [];

  return (
    <>
      <Field
        label={words.searchPeople}
        type="search"
        value={query}
        autoCapitalize="none"
        spellCheck={false}
        onChange={event => setQuery(event.target.value)}
        {...(found.error !== null && {error: explain(found.error, words)})}
      />
      <ul className="choices" aria-live="polite">
        {users.map(user => (
          <li key={user.id}>
            <button type="button" className="choice" onClick={() => onChoose(user)} data-testid="found-user">
              <Avatar id={user.id} name={nameOf(user, words)} />
              <span className="choice-text">
                <b dir="auto">{nameOf(user, words)}</b>
                <small>@{user.username}</small>
              </span>
            </button>
          </li>
        ))}
        {!wanted && <li className="choices-none">{words.searchPeopleHint}</li>}
        {wanted && found.value && users.length === 0 && <li className="choices-none">{words.noPeople}</li>}
      </ul>
    </>
  );
}
