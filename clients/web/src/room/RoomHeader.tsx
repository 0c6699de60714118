import type {RoomDetails} from "@chat-backbone/client";
import {usePresence} from "@chat-backbone/client/react";
import {useEffect, useRef} from "react";
import {goTo} from "../chat/route.ts";
import {useWords} from "../i18n/language.ts";
import {RoomSign} from "../inbox/RoomTile.tsx";
import type {TitledRoom} from "../inbox/rooms.ts";
import {ConnectionStatus} from "../shell/Connection.tsx";
import {IconButton} from "../ui/Button.tsx";
import {TOUCH} from "../ui/touch.ts";
import {useRoomActions} from "./room-context.ts";

interface RoomHeaderProps {
  readonly room: TitledRoom;
  readonly details: RoomDetails | null;
  readonly panel: boolean;
  readonly onPanel: () => void;
}

/** The head of a conversation. */
export function RoomHeader({room, details, panel, onPanel}: RoomHeaderProps) {
  const words = useWords();
  const {title} = useRoomActions();
  const heading = useRef<HTMLHeadingElement>(null);
  // A keyboard begins in the field; where one would cover the screen, the focus begins here.
  useEffect(() => {
    if (TOUCH.matches) heading.current?.focus({preventScroll: true});
  }, []);
  const {count} = usePresence(room.room);
  const facts = [
    details && room.kind !== "direct" && words.memberCount(details.memberCount),
    count > 0 && words.onlineCount(count),
    details && details.slowModeSeconds > 0 && `${words.slowMode}: ${words.seconds(details.slowModeSeconds)}`,
  ].filter(Boolean);

  return (
    <header className="room-head">
      <IconButton icon="back" label={words.showRooms} className="back" onClick={() => goTo(null)} data-testid="back" />
      <RoomSign room={room} title={title} />
      <div className="room-head-text">
        <h1 ref={heading} tabIndex={-1} className="room-title" dir="auto" data-testid="room-title">
          {title}
        </h1>
        <p className="room-facts">{facts.join(" · ")}</p>
      </div>
      <ConnectionStatus />
      <IconButton
        icon="people"
        label={panel ? words.hideMembers : words.showMembers}
        aria-pressed={panel}
        onClick={onPanel}
        data-testid="members-toggle"
      />
    </header>
  );
}
