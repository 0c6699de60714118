import {useWords} from "../i18n/language.ts";
import {useShownName} from "../people/profiles.ts";
import {IconButton} from "../ui/Button.tsx";
import {Icon} from "../ui/Icon.tsx";
import type {Purpose} from "./purpose.ts";

/** Says that the field edits or answers a message, and lets the person stop that. */
export function ComposerPurpose({purpose, onCancel}: {purpose: Purpose; onCancel: () => void}) {
  const words = useWords();
  const author = useShownName(purpose.kind === "new" ? undefined : purpose.message.user, words);
  if (purpose.kind === "new") return null;
  const {message} = purpose;
  return (
    <div className="purpose" data-testid="purpose">
      <Icon name={purpose.kind === "edit" ? "edit" : "reply"} size={16} />
      <p>
        <b>{purpose.kind === "edit" ? words.editing : words.replyTo(author)}</b>{" "}
        <bdi>{(message.content ?? "").slice(0, 120)}</bdi>
      </p>
      <IconButton icon="close" label={words.cancel} size={16} onClick={onCancel} />
    </div>
  );
}
