import {useClient} from "@chat-backbone/client/react";
import {type FormEvent, useState} from "react";
import {useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {Button} from "../ui/Button.tsx";
import {Dialog} from "../ui/Dialog.tsx";
import {Field} from "../ui/Field.tsx";

interface EraseDialogProps {
  /** The account has a password here, which has to be given. */
  readonly local: boolean;
  readonly onErased: () => void;
  readonly onClose: () => void;
}

/** Asks whether to erase the account, and does so. */
export function EraseDialog({local, onErased, onClose}: EraseDialogProps) {
  const words = useWords();
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get("password");
    if (local && !password) return setError(words.passwordMissing);
    setBusy(true);
    setError(null);
    try {
      await client.users.eraseMe(local ? String(password) : undefined);
      onErased();
    } catch (failure) {
      const forbidden = (failure as {code?: string}).code === "forbidden";
      setError(forbidden ? (local ? words.passwordNotRight : words.signInAgainToErase) : explain(failure, words));
      setBusy(false);
    }
  }

  return (
    <Dialog title={words.eraseAccount} onClose={onClose} testId="erase-dialog">
      <form className="form" noValidate onSubmit={event => void submit(event)}>
        <p>{words.eraseHint}</p>
        {local && (
          <Field
            label={words.password}
            name="password"
            type="password"
            autoComplete="current-password"
            error={error ?? undefined}
          />
        )}
        {!local && error && (
          <p className="form-error" role="alert">
            {error}
          </p>
        )}
        <div className="dialog-actions">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button look="danger" type="submit" disabled={busy} data-testid="erase-yes">
            {words.eraseAccount}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
