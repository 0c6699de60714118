import type {ChatError} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {type FormEvent, useState} from "react";
import {isRoomName} from "../chat/route.ts";
import {useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {Button} from "../ui/Button.tsx";
import {Field} from "../ui/Field.tsx";
import {addressFor} from "./address.ts";

interface CreateRoomProps {
  readonly name: string;
  readonly onCreated: (room: string) => void;
  readonly onCancel: () => void;
}

/** The form to create a room; its address follows the name until it is changed by hand. */
export function CreateRoom({name: first, onCreated, onCancel}: CreateRoomProps) {
  const words = useWords();
  const client = useClient();
  const [name, setName] = useState(first);
  const [ownAddress, setOwnAddress] = useState<string | null>(null);
  const [isPrivate, setPrivate] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ChatError | null>(null);
  const address = ownAddress ?? addressFor(name);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || (!isPrivate && !isRoomName(address))) return;
    setBusy(true);
    try {
      const made = await client.rooms.create({
        visibility: isPrivate ? "private" : "public",
        ...(address && {room: address}),
        ...(name.trim() && {name: name.trim()}),
      });
      onCreated(made.room);
    } catch (failure) {
      setError(failure as ChatError);
      setBusy(false);
    }
  }

  const taken = error?.code === "conflict";
  return (
    <form onSubmit={event => void submit(event)} className="form">
      <Field
        label={words.roomName}
        hint={words.roomNameHint}
        value={name}
        maxLength={64}
        onChange={event => setName(event.target.value)}
      />
      <Field
        label={words.roomAddress}
        hint={words.roomAddressHint}
        value={address}
        maxLength={64}
        autoCapitalize="none"
        spellCheck={false}
        {...(taken && {error: words.taken})}
        onChange={event => {
          setOwnAddress(event.target.value.toLowerCase());
          setError(null);
        }}
      />
      <label className="check">
        <input type="checkbox" checked={isPrivate} onChange={event => setPrivate(event.target.checked)} />
        <span>
          {words.isPrivate}
          <small>{words.privateHint}</small>
        </span>
      </label>
      {error && !taken && (
        <p className="form-error" role="alert">
          {explain(error, words)}
        </p>
      )}
      <div className="dialog-actions">
        <Button onClick={onCancel}>{words.cancel}</Button>
        <Button look="primary" type="submit" disabled={busy || (!isPrivate && !isRoomName(address))}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}
