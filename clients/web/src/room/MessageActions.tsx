import {useRef, useState} from "react";
import {useWords} from "../i18n/language.ts";
import {IconButton} from "../ui/Button.tsx";
import {EmojiPicker} from "./EmojiPicker.tsx";
import type {MessageRowData} from "./rows.ts";
import type {MessageCommands} from "./useMessageCommands.ts";

const QUICK = ["👍", "❤️", "😂"];

/** The actions of a message, above its right end. */
export function MessageActions({item, commands}: {item: MessageRowData["item"]; commands: MessageCommands}) {
  const words = useWords();
  const anchor = useRef<HTMLButtonElement>(null);
  const [copied, setCopied] = useState(false);
  const mine = item.event.reactions ?? {};
  return (
    <div className="actions" role="toolbar" aria-label={words.actionsOf}>
      {QUICK.map(emoji => (
        <button
          key={emoji}
          type="button"
          className="quick"
          aria-label={`${words.react} ${emoji}`}
          aria-pressed={mine[emoji]?.me ?? false}
          onClick={() => commands.choose(emoji)}
        >
          {emoji}
        </button>
      ))}
      <IconButton ref={anchor} icon="react" label={words.react} size={18} onClick={commands.react} data-testid="react" />
      <IconButton icon="reply" label={words.reply} size={18} onClick={commands.reply} data-testid="reply" />
      {commands.edit && (
        <IconButton icon="edit" label={words.edit} size={18} onClick={commands.edit} data-testid="edit" />
      )}
      <IconButton
        icon={copied ? "check" : "copy"}
        label={copied ? words.copied : words.copyLink}
        size={18}
        onClick={() => void commands.copyLink().then(setCopied)}
        data-testid="copy-link"
      />
      {commands.remove && (
        <IconButton icon="remove" label={words.remove} size={18} onClick={commands.remove} data-testid="delete" />
      )}
      {commands.choosing && <EmojiPicker anchor={anchor} onChoose={commands.choose} />}
    </div>
  );
}
