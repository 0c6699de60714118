import type {Profile} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {type FormEvent, useState} from "react";
import {useLoaded} from "../chat/useLoaded.ts";
import {useWords} from "../i18n/language.ts";
import {profilesOf} from "../people/profiles.ts";
import {explain} from "../session/http.ts";
import {Button} from "../ui/Button.tsx";
import {Dialog} from "../ui/Dialog.tsx";
import {Field} from "../ui/Field.tsx";
import {EraseDialog} from "./EraseDialog.tsx";
import {PasswordForm} from "./PasswordForm.tsx";
import {PictureField} from "./PictureField.tsx";

interface ProfileDialogProps {
  /** The account has a password here; that of an issuer has none. */
  readonly local: boolean;
  readonly onErased: () => void;
  readonly onClose: () => void;
}

/** The profile of the signed-in user: picture, name, password, and the end of the account. */
export function ProfileDialog({local, onErased, onClose}: ProfileDialogProps) {
  const words = useWords();
  const client = useClient();
  const {value: profile, error, change, reload} = useLoaded(() => client.users.profile(), [client]);
  const [erasing, setErasing] = useState(false);

  function changed(next: Profile) {
    change(() => next);
    profilesOf(client).set(next);
  }

  return (
    <Dialog title={words.profile} onClose={onClose} testId="profile-dialog">
      {profile ? (
        <>
          <PictureField profile={profile} onChanged={changed} />
          <NameForm profile={profile} onChanged={changed} />
          {local && <PasswordForm />}
          <div className="dialog-end">
            <p className="hint">{words.eraseHint}</p>
            <Button look="danger" onClick={() => setErasing(true)} data-testid="erase">
              {words.eraseAccount}
            </Button>
          </div>
          {erasing && <EraseDialog local={local} onErased={onErased} onClose={() => setErasing(false)} />}
        </>
      ) : error === null ? (
        <p className="hint" role="status">
          {words.loading}
        </p>
      ) : (
        <p className="form-error" role="alert">
          {explain(error, words)}
          <Button look="link" onClick={reload}>
            {words.retry}
          </Button>
        </p>
      )}
    </Dialog>
  );
}

function NameForm({profile, onChanged}: {profile: Profile; onChanged: (profile: Profile) => void}) {
  const words = useWords();
  const client = useClient();
  const [name, setName] = useState(profile.name ?? "");
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      onChanged(await client.users.changeProfile({name: name.trim() || null}));
      setSaved(true);
    } catch (failure) {
      const {code} = failure as {code?: string};
      setError(code === "invalid_request" ? words.nameWrong : explain(failure, words));
    }
    setBusy(false);
  }

  return (
    <form className="form" noValidate onSubmit={event => void submit(event)} aria-label={words.displayName}>
      <Field
        label={words.displayName}
        hint={words.displayNameHint}
        name="name"
        autoComplete="name"
        maxLength={64}
        value={name}
        error={error ?? undefined}
        onChange={event => {
          setName(event.target.value);
          setSaved(false);
        }}
      />
      <p className="profile-facts">
        @{profile.username}
        {profile.email && ` · ${profile.email}`}
      </p>
      <div className="dialog-actions">
        <span role="status">{saved && words.saved}</span>
        <Button look="primary" type="submit" disabled={busy} data-testid="save-profile">
          {words.save}
        </Button>
      </div>
    </form>
  );
}
