import type {RefObject} from "react";
import {useWords} from "../i18n/language.ts";
import {Popover} from "../ui/Popover.tsx";

const EMOJI = Array.from(
  new Intl.Segmenter().segment(
    "👍👎👌👏🙏🙌💪🤝👀✅❌❓❗💯🔥🎉🚀⭐💡🐛🙂😀😂😅😉😍😎🤔😐😮😢😭😡🤯🥳😴🤷🤦👋✋❤️💚💙🧡☕🍕🍰🌱🌍☀️⚡🎯🔧📎📌📷📈🔒⏰🏁",
  ),
  ({segment}) => segment,
);

interface EmojiPickerProps {
  readonly anchor: RefObject<HTMLElement | null>;
  /** Null: none was chosen. */
  readonly onChoose: (emoji: string | null) => void;
}

/** A choice of emoji. */
export function EmojiPicker({anchor, onChoose}: EmojiPickerProps) {
  const words = useWords();
  return (
    <Popover anchor={anchor} label={words.emoji} role="dialog" onClose={() => onChoose(null)}>
      <div className="emoji-grid" data-testid="emoji-picker">
        {EMOJI.map(emoji => (
          <button key={emoji} type="button" aria-label={emoji} onClick={() => onChoose(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
    </Popover>
  );
}
