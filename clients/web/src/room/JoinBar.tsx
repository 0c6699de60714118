import type {RoomDetails} from "@chat-backbone/client";
import {useRoom} from "@chat-backbone/client/react";
import {useState} from "react";
import type {Loaded} from "../chat/useLoaded.ts";
import {useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {Button} from "../ui/Button.tsx";

interface JoinBarProps {
  readonly name: string;
  readonly details: Loaded<RoomDetails>;
  readonly isMember: boolean;
}

/** Offers to become a member of a public room that someone only reads. */
export function JoinBar({name, details, isMember}: JoinBarProps) {
  const words = useWords();
  const room = useRoom(name);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  if (isMember || !details.value || details.value.role || details.value.visibility !== "public") return null;

  async function join() {
    setBusy(true);
    setError(null);
    try {
      await room.addMember("me");
      details.reload();
    } catch (failure) {
      setError(explain(failure, words));
    }
    setBusy(false);
  }

  return (
    <div className="join-bar">
      <p role={error ? "alert" : undefined}>{error ?? words.joinHint}</p>
      <Button look="primary" disabled={busy} onClick={() => void join()} data-testid="join">
        {words.join}
      </Button>
    </div>
  );
}
