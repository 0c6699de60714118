import type {MyRoom} from "@chat-backbone/client";
import {memo} from "react";
import {useMe} from "../chat/me.ts";
import {hashOf} from "../chat/route.ts";
import {shortMoment} from "../i18n/dates.ts";
import {LANGUAGES, LanguageContext} from "../i18n/language.ts";
import {use} from "react";
import {Avatar} from "../ui/Avatar.tsx";
import {Icon} from "../ui/Icon.tsx";
import {type TitledRoom, previewOf, useTitleOf, unreadText} from "./rooms.ts";

const MAX_DRAFT = 120;

interface RoomTileProps {
  readonly room: MyRoom;
  readonly current: boolean;
  /** Something of mine in the room waits to be sent. */
  readonly unsent: boolean;
  /** What I have begun to write there. */
  readonly draft: string;
}

/** One conversation in the list. */
export const RoomTile = memo(function RoomTile({room, current, unsent, draft}: RoomTileProps) {
  const language = use(LanguageContext);
  const words = LANGUAGES[language];
  const me = useMe();
  const title = useTitleOf(room, words) ?? room.room;
  const unread = unreadText(room);
  const preview = previewOf(room.last, me.id, room.kind === "direct", words);

  return (
    <a
      href={hashOf(room.room)}
      className={unread ? "tile unread" : "tile"}
      aria-current={current ? "page" : undefined}
      data-testid="room-tile"
      data-room={room.room}
    >
      <RoomSign room={room} title={title} />
      <span className="tile-text">
        <span className="tile-line">
          <span className="tile-title" dir="auto">{title}</span>
          {room.last && <span className="tile-when">{shortMoment(room.last.at, Date.now(), language, words)}</span>}
        </span>
        <span className="tile-line">
          <span className="tile-preview">
            {draft && <b className="tile-draft">{words.draft}: </b>}
            {!draft && preview.who && (
              <>
                <bdi>{preview.who}</bdi>:{" "}
              </>
            )}
            <bdi>{draft ? draft.slice(0, MAX_DRAFT) : preview.text || words.nothingYet}</bdi>
          </span>
          {unsent && (
            <span className="tile-unsent" title={words.notSent}>
              <Icon name="clock" size={14} />
            </span>
          )}
          {(room.mentions ?? 0) > 0 && (
            <span className="badge mention-badge" title={words.mentions(room.mentions ?? 0)} data-testid="mentions">
              @<span className="visually-hidden">{words.mentions(room.mentions ?? 0)}</span>
            </span>
          )}
          {unread && (
            <span className="badge" data-testid="unread">
              {unread} <span className="visually-hidden">{words.unread("")}</span>
            </span>
          )}
        </span>
      </span>
    </a>
  );
});

/** The sign of a room: the other user of a direct one, else public or private. */
export function RoomSign({room, title}: {room: Omit<TitledRoom, "name">; title: string}) {
  if (room.kind === "direct") return <Avatar id={room.with?.id ?? room.room} name={title} />;
  return (
    <span className="room-sign" aria-hidden="true">
      <Icon name={room.kind === "private" ? "lock" : "hash"} size={18} />
    </span>
  );
}
