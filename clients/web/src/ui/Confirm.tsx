import {useState} from "react";
import {useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {Button} from "./Button.tsx";
import {Dialog} from "./Dialog.tsx";

/** Something that is done only after a second word. */
export interface Question {
  readonly text: string;
  readonly action: string;
  readonly run: () => Promise<unknown>;
}

/** Asks a question; runs its action on yes, and stays open with the reason if that fails. */
export function Confirm({question, onClose}: {question: Question; onClose: () => void}) {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function run() {
    setBusy(true);
    try {
      await question.run();
      onClose();
    } catch (failure) {
      setError(explain(failure, words));
      setBusy(false);
    }
  }

  return (
    <Dialog title={question.text} onClose={onClose} testId="confirm">
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      <div className="dialog-actions">
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button look="danger" disabled={busy} onClick={() => void run()} data-first data-testid="confirm-yes">
          {question.action}
        </Button>
      </div>
    </Dialog>
  );
}
