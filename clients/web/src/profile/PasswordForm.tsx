import {useClient} from "@chat-backbone/client/react";
import {type FormEvent, useState} from "react";
import {useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {lengthOf} from "../text/length.ts";
import {Button} from "../ui/Button.tsx";
import {Field} from "../ui/Field.tsx";

const SHORTEST = 8;
const LONGEST = 128;

/** The form to change the password, which ends all other sign-ins. */
export function PasswordForm() {
  const words = useWords();
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [wrong, setWrong] = useState<{old?: string; fresh?: string; all?: string}>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const password = String(data.get("password"));
    const newPassword = String(data.get("newPassword"));
    const length = lengthOf(newPassword);
    setDone(false);
    if (!password) return setWrong({old: words.passwordMissing});
    if (length < SHORTEST || length > LONGEST) return setWrong({fresh: words.passwordWrong});
    setWrong({});
    setBusy(true);
    try {
      await client.request("POST", "/api/auth/password", {password, newPassword});
      form.reset();
      setDone(true);
    } catch (failure) {
      const {code} = failure as {code?: string};
      setWrong(code === "forbidden" ? {old: words.passwordNotRight} : {all: explain(failure, words)});
    }
    setBusy(false);
  }

  return (
    <form className="form" noValidate onSubmit={event => void submit(event)} aria-label={words.changePassword}>
      <h3>{words.changePassword}</h3>
      <Field label={words.oldPassword} name="password" type="password" autoComplete="current-password" error={wrong.old} />
      <Field
        label={words.newPassword}
        name="newPassword"
        type="password"
        autoComplete="new-password"
        hint={words.passwordHint}
        error={wrong.fresh}
      />
      {wrong.all && (
        <p className="form-error" role="alert">
          {wrong.all}
        </p>
      )}
      <div className="dialog-actions">
        <span role="status">{done && words.passwordChanged}</span>
        <Button type="submit" disabled={busy} data-testid="change-password">
          {words.changePassword}
        </Button>
      </div>
    </form>
  );
}
