import type {Profile} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {type ChangeEvent, useRef, useState} from "react";
import {useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {nameOf} from "../text/names.ts";
import {Avatar} from "../ui/Avatar.tsx";
import {Button} from "../ui/Button.tsx";
import {squareOf} from "./square.ts";

interface PictureFieldProps {
  readonly profile: Profile;
  readonly onChanged: (profile: Profile) => void;
}

/** The picture of the signed-in user, with the ways to change it. */
export function PictureField({profile, onChanged}: PictureFieldProps) {
  const words = useWords();
  const client = useClient();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function change(avatar: () => Promise<string | null>) {
    setBusy(true);
    setError(null);
    try {
      onChanged(await client.users.changeProfile({avatar: await avatar()}));
    } catch (failure) {
      setError(explain(failure, words));
    }
    setBusy(false);
  }

  function chosen(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (!file) return;
    void change(async () => {
      const square = await squareOf(file).catch(() => null);
      if (square === null) throw Object.assign(new Error(), {code: "unsupported_type"});
      return (await client.upload(square, {name: "picture.webp"})).id;
    });
  }

  return (
    <div className="profile-picture">
      <Avatar id={profile.id} name={nameOf(profile, words)} size="large" />
      <div className="profile-picture-actions">
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/gif,image/webp"
          hidden
          onChange={chosen}
          data-testid="picture-input"
        />
        <Button disabled={busy} onClick={() => input.current?.click()}>
          {busy ? words.loading : words.choosePicture}
        </Button>
        {profile.avatar && (
          <Button look="quiet" disabled={busy} onClick={() => void change(async () => null)} data-testid="remove-picture">
            {words.removePicture}
          </Button>
        )}
      </div>
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
