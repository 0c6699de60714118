import type {Message} from "@chat-backbone/client";
import {useWords} from "../i18n/language.ts";

const MAX_SHOWN = 24;

interface ReactionsProps {
  readonly reactions: NonNullable<Message["reactions"]>;
  readonly onReact: (emoji: string, remove: boolean) => void;
}

/** The reactions to a message; a press adds or removes mine. */
export function Reactions({reactions, onReact}: ReactionsProps) {
  const words = useWords();
  const shown = Object.entries(reactions).filter(([, {count}]) => count > 0);
  if (shown.length === 0) return null;
  return (
    <div className="reactions">
      {shown.slice(0, MAX_SHOWN).map(([emoji, {count, me}]) => (
        <button
          key={emoji}
          type="button"
          className="reaction"
          aria-pressed={me}
          aria-label={words.reactedBy(emoji, count)}
          data-testid="reaction"
          onClick={event => {
            // The button goes with its last reaction, and would take the focus along.
            if (me && count === 1) event.currentTarget.closest<HTMLElement>("[tabindex]")?.focus({preventScroll: true});
            onReact(emoji, me);
          }}
        >
          <span aria-hidden="true">{emoji}</span>
          <span aria-hidden="true" className="reaction-count">
            {count}
          </span>
        </button>
      ))}
    </div>
  );
}
