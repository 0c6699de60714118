import {useClient, useRoom} from "@chat-backbone/client/react";
import {useState} from "react";
import {useMe} from "../chat/me.ts";
import {hashOf} from "../chat/route.ts";
import {useWords} from "../i18n/language.ts";
import {Problem} from "../session/http.ts";
import {tellFailure} from "../shell/failures.ts";
import {useRoomActions} from "./room-context.ts";
import type {MessageRowData} from "./rows.ts";
import {isTaken} from "./sending.ts";

/** The actions on a message; an action that I may not take is absent. */
export interface MessageCommands {
  readonly edit: (() => void) | undefined;
  readonly reply: (() => void) | undefined;
  readonly remove: (() => void) | undefined;
  /** Opens the choice of emoji. */
  readonly react: (() => void) | undefined;
  /** Whether the browser took it: pages that came over plain HTTP may not write to the clipboard. */
  readonly copyLink: () => Promise<boolean>;
  readonly choosing: boolean;
  readonly choose: (emoji: string | null) => void;
  /** Adds or removes a reaction. */
  readonly reactWith: (emoji: string, remove: boolean) => void;
}

/** The commands of a message. */
export function useMessageCommands({seq, event: message}: MessageRowData["item"]): MessageCommands {
  const words = useWords();
  const me = useMe();
  const actions = useRoomActions();
  const client = useClient();
  const room = useRoom(actions.name);
  const [choosing, setChoosing] = useState(false);
  const there = seq > 0 && !message.deletedAt;
  const own = message.user.id === me.id;

  return {
    edit: there && own ? () => actions.edit(message) : undefined,
    reply: there ? () => actions.reply(message) : undefined,
    remove:
      there && (own || actions.moderates)
        ? () => actions.ask({text: words.removeSure, action: words.remove, run: async () => drop()})
        : undefined,
    react: there ? () => setChoosing(true) : undefined,
    async copyLink() {
      const link = location.origin + location.pathname + hashOf(actions.name, seq);
      try {
        await navigator.clipboard.writeText(link);
        return true;
      } catch {
        tellFailure(new Problem(0, "clipboard", [], 0, said => said.noClipboard(link)));
        return false;
      }
    },
    choosing,
    choose(emoji) {
      setChoosing(false);
      if (emoji === null) return;
      const remove = message.reactions?.[emoji]?.me ?? false;
      reactWith(emoji, remove);
    },
    reactWith,
  };

  // Shown at once, and undone by the store if the gateway refuses.
  function drop() {
    isTaken(client, room.delete(seq), tellFailure);
  }

  function reactWith(emoji: string, remove: boolean) {
    isTaken(client, room.react(seq, emoji, remove), tellFailure);
  }
}
