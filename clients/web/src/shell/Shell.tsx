import {useInbox} from "@chat-backbone/client/react";
import {useEffect, useLayoutEffect, useRef, useState} from "react";
import {useMe} from "../chat/me.ts";
import {lastRoomOf} from "../chat/keep.ts";
import {goTo, useRoute} from "../chat/route.ts";
import {useWords} from "../i18n/language.ts";
import {Sidebar} from "../inbox/Sidebar.tsx";
import {type OpenRoom, useTitleOf} from "../inbox/rooms.ts";
import {RoomView} from "../room/RoomView.tsx";
import {Mark} from "../ui/Icon.tsx";
import {Toasts} from "./Toasts.tsx";
import {useShortcuts} from "./useShortcuts.ts";

interface ShellProps {
  readonly local: boolean;
  readonly onSignOut: () => void;
  readonly onOtherAccount: () => void;
}

const FIRST_ROOM = "general";

/** The chat's screen: conversations beside the open one; on a phone one of the two. */
export function Shell(props: ShellProps) {
  const words = useWords();
  const {room, seq} = useRoute();
  const filter = useRef<HTMLInputElement>(null);
  const [panel, setPanel] = useState(() => matchMedia("(min-width: 84rem)").matches);
  // A person who looks at members sees those of the next room too, but not where they lie over its messages.
  useLayoutEffect(() => setPanel(open => open && matchMedia("(min-width: 75.01rem)").matches), [room]);
  const [told, setTold] = useState<OpenRoom | null>(null);
  const open = told?.room === room ? told : null;
  useFirstRoom(room);
  useTitle(room, open);
  useShortcuts(room, filter);

  return (
    <div className={room ? "shell in-room" : "shell"} data-testid="chat">
      <a
        className="skip"
        href="#composer"
        onClick={event => {
          event.preventDefault();
          document.getElementById("composer-text")?.focus();
        }}
      >
        {words.skipToMessage}
      </a>
      <Sidebar current={room} open={open} filter={filter} {...props} />
      {room ? <RoomView key={room} name={room} seq={seq} panel={panel} onPanel={setPanel} onOpen={setTold} /> : <Nothing />}
      <Toasts />
    </div>
  );
}

function Nothing() {
  const words = useWords();
  return (
    <main className="nothing">
      <Mark size={56} />
      <h1>{words.pickRoom}</h1>
      <p>{words.pickRoomHint}</p>
    </main>
  );
}

// A wide screen begins with a conversation beside the list: the last one, or the first room. A person who
// leaves a conversation later stands in none.
function useFirstRoom(room: string | null): void {
  const me = useMe();
  const begun = useRef(false);
  useEffect(() => {
    const last = lastRoomOf(me.id);
    const first = !begun.current;
    begun.current = true;
    if (room) last.set("room", room);
    else if (first && matchMedia("(min-width: 48rem)").matches) goTo(last.get("room") || FIRST_ROOM, {replace: true});
  }, [room, me.id]);
}

function useTitle(room: string | null, open: OpenRoom | null): void {
  const words = useWords();
  const {rooms} = useInbox();
  const unread = rooms.reduce((sum, each) => sum + (each.unread ?? 0), 0);
  const mine = rooms.find(each => each.room === room);
  const title = useTitleOf(mine ?? open, words) ?? room;
  useEffect(() => {
    document.title = [unread > 0 && `(${unread})`, title, title && "·", words.app].filter(Boolean).join(" ");
  }, [unread, title, words]);
}
