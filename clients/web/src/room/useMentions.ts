import type {Author} from "@chat-backbone/client";
import {useClient, usePresence} from "@chat-backbone/client/react";
import {type KeyboardEvent, useId, useMemo, useState} from "react";
import {useMe} from "../chat/me.ts";
import {useDebounced} from "../chat/useDebounced.ts";
import {useLoaded} from "../chat/useLoaded.ts";
import {type MentionQuery, isWhole, mentionAt, rankedFor, withMention} from "./mentions.ts";
import {useRoomActions} from "./room-context.ts";

interface MentionsOptions {
  readonly text: string;
  readonly people: ReadonlyMap<string, Author>;
  readonly onText: (text: string) => void;
  readonly moveCaret: (at: number) => void;
}

/** A user who may be mentioned. */
export interface Candidate {
  readonly id: string;
  readonly username: string;
  readonly name?: string;
}

const SEARCHED = 8;
const PAUSE_MS = 150;

/** Completes mentions: users of the room first, then others by a search. */
export function useMentions({text, people, onText, moveCaret}: MentionsOptions) {
  const client = useClient();
  const me = useMe();
  const {name} = useRoomActions();
  const presence = usePresence(name);
  const id = useId();
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [chosen, setChosen] = useState(0);
  const wanted = useDebounced(query?.text ?? "", PAUSE_MS);
  const found = useLoaded(
    async () => (wanted ? (await client.users.search(wanted, {limit: SEARCHED})).users : []),
    [client, wanted],
  );

  const candidates = useMemo(() => {
    if (!query) return [];
    const near: Candidate[] = [];
    for (const user of [...people.values(), ...presence.users]) {
      if (user.username) near.push({id: user.id, username: user.username});
    }
    return rankedFor(query.text, near, found.value ?? [], me.id);
  }, [query, people, presence.users, found.value, me.id]);
  const open = query !== null && candidates.length > 0;
  const active = Math.min(chosen, candidates.length - 1);

  function complete(candidate: Candidate) {
    if (!query) return;
    const {text: changed, caret} = withMention(text, query, candidate.username);
    onText(changed);
    setQuery(null);
    moveCaret(caret);
  }

  /** Whether the key was for the list. */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (!open) return false;
    const candidate = candidates[active];
    // A name that is written to its end is sent as it is.
    if (event.key === "Enter" && active === 0 && candidate && isWhole(query.text, candidate)) {
      setQuery(null);
      return false;
    }
    if (event.key === "ArrowDown") setChosen((active + 1) % candidates.length);
    else if (event.key === "ArrowUp") setChosen((active - 1 + candidates.length) % candidates.length);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && candidate) complete(candidate);
    else if (event.key === "Escape") setQuery(null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return {
    id,
    open,
    candidates,
    active,
    complete,
    onKeyDown,
    look(target: HTMLTextAreaElement) {
      const at = target.selectionStart === target.selectionEnd ? mentionAt(target.value, target.selectionStart) : null;
      if (at?.text !== query?.text) setChosen(0);
      setQuery(at);
    },
    close: () => setQuery(null),
    attributes: {
      "aria-autocomplete": "list",
      ...(open && {"aria-controls": id, "aria-activedescendant": `${id}-${active}`}),
    } as const,
  };
}

/** The state of the completion of mentions. */
export type Mentions = ReturnType<typeof useMentions>;
