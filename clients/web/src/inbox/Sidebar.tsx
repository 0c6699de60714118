import {useClient, useInbox, useOutbox} from "@chat-backbone/client/react";
import {type KeyboardEvent, type Ref, useMemo, useState} from "react";
import {draftsOf} from "../chat/keep.ts";
import {useMe} from "../chat/me.ts";
import {goTo, hashOf} from "../chat/route.ts";
import {useWords} from "../i18n/language.ts";
import {profilesOf} from "../people/profiles.ts";
import {AccountBar} from "../shell/AccountBar.tsx";
import {Button, IconButton} from "../ui/Button.tsx";
import {Mark} from "../ui/Icon.tsx";
import {DirectDialog} from "./DirectDialog.tsx";
import {FindRooms} from "./FindRooms.tsx";
import {RoomSign, RoomTile} from "./RoomTile.tsx";
import {type OpenRoom, fits, useTitleOf} from "./rooms.ts";

interface SidebarProps {
  readonly current: string | null;
  /** The current room by its details, once they are there. */
  readonly open: OpenRoom | null;
  readonly filter: Ref<HTMLInputElement>;
  readonly local: boolean;
  readonly onSignOut: () => void;
  readonly onOtherAccount: () => void;
}

/** The list of conversations. */
export function Sidebar({current, open, filter, local, onSignOut, onOtherAccount}: SidebarProps) {
  const words = useWords();
  const {rooms, loaded, hasMore, loadMore} = useInbox();
  const {entries} = useOutbox();
  const [wanted, setWanted] = useState("");
  const [dialog, setDialog] = useState<"rooms" | "direct" | null>(null);
  const profiles = profilesOf(useClient());
  const shown = useMemo(() => rooms.filter(room => fits(room, wanted, words, profiles.of)), [rooms, wanted, words, profiles]);
  const me = useMe();
  // A draft shows once another room is open, until it is sent.
  const drafts = useMemo(() => draftsOf(me.id).all(), [me.id, current, entries]);
  const unsent = useMemo(() => new Set(entries.map(entry => entry.room)), [entries]);

  function pressed(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && shown[0]) {
      // The field of the room has the focus at once, and would take the key.
      event.preventDefault();
      goTo(shown[0].room);
    } else if (event.key !== "Escape") return;
    setWanted("");
    event.currentTarget.blur();
  }

  return (
    <nav className="sidebar" aria-label={words.conversations}>
      <header className="sidebar-head">
        <p className="wordmark">
          <Mark size={26} /> {words.app}
        </p>
        <IconButton icon="plus" label={words.findRoom} onClick={() => setDialog("rooms")} data-testid="find-rooms" />
        <IconButton icon="write" label={words.newDirect} onClick={() => setDialog("direct")} data-testid="new-direct" />
      </header>
      <input
        ref={filter}
        className="filter"
        type="search"
        value={wanted}
        placeholder={words.filterRooms}
        aria-label={words.filterRooms}
        onChange={event => setWanted(event.target.value)}
        onKeyDown={pressed}
      />
      <ul className="tiles" data-testid="inbox">
        {current !== null && loaded && wanted === "" && !rooms.some(({room}) => room === current) && (
          <li>
            <Visited room={open ?? {room: current, name: "", kind: "public", isMember: true}} />
          </li>
        )}
        {shown.map(room => (
          <li key={room.room}>
            <RoomTile
              room={room}
              current={room.room === current}
              unsent={unsent.has(room.room)}
              draft={room.room === current ? "" : (drafts.get(room.room) ?? "").trim()}
            />
          </li>
        ))}
        {hasMore && wanted === "" && (
          <li>
            <Button look="quiet" className="tiles-more" onClick={() => void loadMore().catch(() => {})}>
              {words.moreRooms}
            </Button>
          </li>
        )}
      </ul>
      {loaded && shown.length === 0 && (
        <div className="tiles-empty">
          <p>{wanted ? words.noMatch : words.emptyInbox}</p>
          <Button look="side" onClick={() => setDialog("rooms")}>
            {words.findRoom}
          </Button>
        </div>
      )}
      <AccountBar local={local} onSignOut={onSignOut} onOtherAccount={onOtherAccount} />
      {dialog === "rooms" && <FindRooms onClose={() => setDialog(null)} />}
      {dialog === "direct" && <DirectDialog onClose={() => setDialog(null)} />}
    </nav>
  );
}

// Not among my rooms: a public one that I read without being a member, a direct one that is empty yet, or one that
// comes with a later page of the list.
function Visited({room}: {room: OpenRoom}) {
  const words = useWords();
  const title = useTitleOf(room, words) ?? room.room;
  return (
    <a href={hashOf(room.room)} className="tile" aria-current="page" data-room={room.room} data-testid="visited">
      <RoomSign room={room} title={title} />
      <span className="tile-text">
        <span className="tile-title" dir="auto">{title}</span>
        <span className="tile-preview">{!room.isMember && words.visiting}</span>
      </span>
    </a>
  );
}
