import {useClient} from "@chat-backbone/client/react";
import type {Message} from "@chat-backbone/client";
import {useEffect, useState} from "react";
import {useMe} from "../chat/me.ts";
import type {Words} from "../i18n/en.ts";
import {useWords} from "../i18n/language.ts";
import {nameOf} from "../text/names.ts";

const PAUSE_MS = 700;
const MAX_READ = 3;
const MAX_WAITING = 1000;
const LONGEST = 200;

/** Reads new messages of the open room to those who listen to the page. A burst becomes one sentence. */
export function Announcer({room}: {room: string}) {
  const client = useClient();
  const words = useWords();
  const me = useMe();
  const [text, setText] = useState("");

  useEffect(() => {
    let waiting: Message[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = client.on("event", event => {
      if (event.type !== "message" || event.room !== room || event.user.id === me.id || document.hidden) return;
      if (waiting.length < MAX_WAITING) waiting.push(event);
      timer ??= setTimeout(() => {
        setText(sentence(waiting, words));
        waiting = [];
        timer = undefined;
      }, PAUSE_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client, room, me.id, words]);

  return (
    <p className="visually-hidden" aria-live="polite" data-testid="announcer">
      {text}
    </p>
  );
}

function sentence(messages: readonly Message[], words: Words): string {
  if (messages.length > MAX_READ) return words.announceMany(messages.length);
  return messages.map(({user, content}) => `${nameOf(user, words)}: ${(content ?? words.sentFile).slice(0, LONGEST)}`).join(". ");
}
