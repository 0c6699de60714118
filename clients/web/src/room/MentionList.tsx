import {useWords} from "../i18n/language.ts";
import {Avatar} from "../ui/Avatar.tsx";
import type {Mentions} from "./useMentions.ts";

/** The users that fit the mention that is being written. The focus stays in the field. */
export function MentionList({mentions}: {mentions: Mentions}) {
  const words = useWords();
  const {id, candidates, active, complete} = mentions;
  return (
    <ul id={id} className="suggestions" role="listbox" aria-label={words.suggestions} data-testid="suggestions">
      {candidates.map((user, index) => (
        <li
          key={user.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          onMouseDown={event => {
            event.preventDefault();
            complete(user);
          }}
        >
          <Avatar id={user.id} name={user.name ?? user.username} size="small" />
          <b dir="auto">{user.name ?? user.username}</b>
          {user.name && <small>@{user.username}</small>}
        </li>
      ))}
    </ul>
  );
}
