import type {Author} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {useRef, useState} from "react";
import {useMe} from "../chat/me.ts";
import {goTo} from "../chat/route.ts";
import {useWords} from "../i18n/language.ts";
import {tellFailure} from "../shell/failures.ts";
import {Avatar} from "../ui/Avatar.tsx";
import {Button} from "../ui/Button.tsx";
import {Popover} from "../ui/Popover.tsx";

interface PersonButtonProps {
  readonly user: Author;
  readonly name: string;
  /** Whether the keyboard stops here. */
  readonly reached: boolean;
}

/** The sign of a person, which opens a card about them. */
export function PersonButton({user, name, reached}: PersonButtonProps) {
  const words = useWords();
  const me = useMe();
  const client = useClient();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  // A service and an erased account are no one to write to.
  if (user.service || !user.username) return <Avatar id={user.id} name={name} />;

  function write() {
    client.rooms.direct(user.id).then(({room}) => goTo(room), tellFailure);
    setOpen(false);
  }

  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="person"
        aria-label={words.about(name)}
        aria-haspopup="dialog"
        aria-expanded={open}
        tabIndex={reached ? 0 : -1}
        onClick={() => setOpen(!open)}
        data-testid="person"
      >
        <Avatar id={user.id} name={name} />
      </button>
      {open && (
        <Popover anchor={anchor} label={words.about(name)} role="dialog" onClose={() => setOpen(false)}>
          <div className="person-card" data-testid="person-card">
            <Avatar id={user.id} name={name} size="large" />
            <p>
              <b dir="auto">{name}</b>
              <small>@{user.username}</small>
            </p>
            {user.id !== me.id && (
              <Button onClick={write} data-testid="write-to">
                {words.writeTo(name)}
              </Button>
            )}
          </div>
        </Popover>
      )}
    </>
  );
}
