import { useConnection, useRoom, useTimeline, useTyping } from "@chat-backbone/client/react";
import type { FormEvent, ReactElement } from "react";

/** A room: its messages, who types, and a line to write in. Put a `ChatProvider` above it. */
export function RoomView({ name }: { readonly name: string }): ReactElement {
  const state = useConnection();
  const room = useRoom(name);
  const typists = useTyping(name);
  const { items, hasOlder, loadOlder } = useTimeline(name);

  function send(submit: FormEvent<HTMLFormElement>): void {
    submit.preventDefault();
    const content = String(new FormData(submit.currentTarget).get("content")).trim();
    if (content) room.send(content);
    submit.currentTarget.reset();
  }

  return (
    <section aria-label={name}>
      <p role="status">{state.phase === "catching-up" ? `catching up, ${state.missing} missing` : state.phase}</p>
      {hasOlder && <button onClick={() => void loadOlder()}>Older</button>}
      <ol>
        {items.map(({ key, event, pending }) =>
          event.type !== "message" ? null : (
            <li key={key} aria-busy={pending !== null}>
              <b>{event.user.username}</b> {event.deletedAt ? <i>deleted</i> : event.content}
              {pending?.state === "refused" && <em> {pending.error?.message}</em>}
            </li>
          ),
        )}
      </ol>
      {typists.length > 0 && <p>{typists.map(({ username }) => username).join(", ")} …</p>}
      <form onSubmit={send}>
        <input name="content" autoComplete="off" aria-label="Message" onInput={() => room.typing()} />
      </form>
    </section>
  );
}
