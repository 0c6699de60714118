import {useTyping} from "@chat-backbone/client/react";
import {useMe} from "../chat/me.ts";
import {useWords} from "../i18n/language.ts";
import {nameOf} from "../text/names.ts";

/** Shows the users who are typing. */
export function TypingLine({room}: {room: string}) {
  const words = useWords();
  const me = useMe();
  const names = useTyping(room)
    .filter(user => user.id !== me.id)
    .map(user => nameOf(user, words));
  const [first, second] = names;
  return (
    <p className="typing" data-testid="typing">
      {first && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {!second ? words.typing1(first) : names.length === 2 ? words.typing2(first, second) : words.typingMany}
        </>
      )}
    </p>
  );
}
