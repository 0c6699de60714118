import {useTyping} from "@chat-backbone/client/react";
import {useMe} from "../chat/me.ts";
import {useWords} from "../i18n/language.ts";
import {useShownName} from "../people/profiles.ts";

/** Shows the users who are typing. */
export function TypingLine({room}: {room: string}) {
  const words = useWords();
  const me = useMe();
  const typists = useTyping(room).filter(user => user.id !== me.id);
  const [first, second] = typists;
  const name = useShownName(first, words);
  const other = useShownName(second, words);
  return (
    <p className="typing" data-testid="typing">
      {first && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {!second ? words.typing1(name) : typists.length === 2 ? words.typing2(name, other) : words.typingMany}
        </>
      )}
    </p>
  );
}
