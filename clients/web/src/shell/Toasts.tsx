import {useClient} from "@chat-backbone/client/react";
import {useEffect, useState} from "react";
import {useWords} from "../i18n/language.ts";
import {Problem, explain} from "../session/http.ts";
import {IconButton} from "../ui/Button.tsx";
import {onFailure} from "./failures.ts";

const SHOWN_MS = 6000;

/** Tells of actions that were undone because the gateway refused them, and of failures that no part waits for. */
export function Toasts() {
  const words = useWords();
  const client = useClient();
  const [error, setError] = useState<Error | null>(null);

  useEffect(() => {
    const stopOutbox = client.on("outbox", change => change.type === "undone" && setError(change.error));
    const stopErrors = client.on("error", setError);
    const stopFailures = onFailure(setError);
    return () => {
      stopFailures();
      stopOutbox();
      stopErrors();
    };
  }, [client]);

  useEffect(() => {
    // A failure that gives something to take away stays until it is closed.
    if (!error || error instanceof Problem) return;
    const timer = setTimeout(() => setError(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [error]);

  if (!error) return null;
  return (
    <div className="toast" role="alert" data-testid="toast">
      <p>{explain(error, words)}</p>
      <IconButton icon="close" label={words.close} size={16} onClick={() => setError(null)} />
    </div>
  );
}
