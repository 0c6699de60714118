import type {PendingAction} from "@chat-backbone/client/store";
import {useConnection, useOutbox} from "@chat-backbone/client/react";
import {useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {Button} from "../ui/Button.tsx";
import {Icon} from "../ui/Icon.tsx";

/** The state of a message, or of a change of one, that the log does not have yet. */
export function PendingLine({pending}: {pending: PendingAction}) {
  const words = useWords();
  const {phase} = useConnection();
  const {retry, discard} = useOutbox();
  if (pending.state !== "refused") {
    // A line that is gone after a moment would move all that is below it.
    if (phase !== "offline" && phase !== "ended") {
      return (
        <p className="pending-mark" title={words.sending} data-testid="pending">
          <Icon name="clock" size={14} />
          <span className="visually-hidden">{words.sending}</span>
        </p>
      );
    }
    return (
      <p className="pending-line" data-testid="pending">
        <Icon name="clock" size={14} /> {words.unsentWaits}
        <Button look="link" onClick={() => discard(pending.id)} data-testid="discard">
          {words.discard}
        </Button>
      </p>
    );
  }
  const what = pending.action.type === "edit" ? `${words.edit}: ` : "";
  const why = pending.error ? explain(Object.assign(new Error(), {code: pending.error.code}), words) : "";
  return (
    <p className="pending-line refused" role="alert" data-testid="refused">
      <Icon name="warn" size={14} /> {what}
      {words.notSent}. {why}
      <Button look="link" onClick={() => retry(pending.id)} data-testid="retry">
        {words.retry}
      </Button>
      <Button look="link" onClick={() => discard(pending.id)} data-testid="discard">
        {words.discard}
      </Button>
    </p>
  );
}
