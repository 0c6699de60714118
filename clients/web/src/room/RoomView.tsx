import {useInbox, useTimeline} from "@chat-backbone/client/react";
import {useEffect, useMemo, useRef, useState} from "react";
import {forgetRoom} from "../chat/keep.ts";
import {useMe} from "../chat/me.ts";
import {useWords} from "../i18n/language.ts";
import {type OpenRoom, openRoom, useTitleOf} from "../inbox/rooms.ts";
import {useProfile} from "../people/profiles.ts";
import {MembersPanel} from "../members/MembersPanel.tsx";
import {Announcer} from "../shell/Announcer.tsx";
import {OfflineBanner} from "../shell/Connection.tsx";
import {Confirm, type Question} from "../ui/Confirm.tsx";
import {Composer, type ComposerHandle} from "./Composer.tsx";
import {JoinBar} from "./JoinBar.tsx";
import {RoomHeader} from "./RoomHeader.tsx";
import {Timeline} from "./Timeline.tsx";
import {TypingLine} from "./TypingLine.tsx";
import {peopleOf} from "./people.ts";
import type {Purpose} from "./purpose.ts";
import {useDrop} from "./useDrop.ts";
import {useLeft} from "./useLeft.ts";
import {RoomContext, type RoomActions} from "./room-context.ts";
import {useRoomDetails} from "./useRoomDetails.ts";
import {useSteady} from "./useSteady.ts";

interface RoomViewProps {
  readonly name: string;
  /** The message to begin at. */
  readonly seq: number | null;
  /** Whether the members are shown. */
  readonly panel: boolean;
  readonly onPanel: (panel: boolean) => void;
  /** Tells what the details say of the room, for where it is shown beside. */
  readonly onOpen: (open: OpenRoom) => void;
}

/** One conversation: its head, messages, the field to write, and beside them its members. */
export function RoomView({name, seq, panel, onPanel, onOpen}: RoomViewProps) {
  const words = useWords();
  const me = useMe();
  const {rooms, loaded} = useInbox();
  const mine = rooms.find(room => room.room === name) ?? null;
  const snapshot = useTimeline(name, {presence: true, ...(seq !== null && {around: seq})});
  const items = useSteady(snapshot.items);
  const timeline = useMemo(() => ({...snapshot, items}), [snapshot, items]);
  const details = useRoomDetails(name);
  const left = useLeft(name);
  const [purpose, setPurpose] = useState<Purpose>({kind: "new"});
  const [question, setQuestion] = useState<Question | null>(null);
  const composer = useRef<ComposerHandle>(null);
  const {value} = details;
  const other = useProfile(value?.direct);
  const open = useMemo(() => value && openRoom(value, other), [value, other]);
  useEffect(() => {
    if (open) onOpen(open);
  }, [open, onOpen]);
  const title = useTitleOf(mine ?? open, words) ?? name;
  const lastActive = useRef<(() => void) | null>(null);
  const {dropping, dropTarget} = useDrop(files => composer.current?.attach(files));
  const people = useMemo(() => peopleOf(timeline.items), [timeline.items]);
  const role = details.value?.role ?? mine?.role;

  const actions = useMemo<RoomActions>(
    () => ({
      name,
      title,
      moderates: role === "owner" || role === "moderator",
      edit: message => setPurpose({kind: "edit", message}),
      reply: message => setPurpose({kind: "reply", message}),
      ask: setQuestion,
      toComposer: () => composer.current?.focus(),
      lastActive,
    }),
    [name, title, role],
  );

  function editLast() {
    const own = timeline.items.findLast(
      ({event, seq: at}) => event.type === "message" && at > 0 && event.user.id === me.id && !event.deletedAt,
    );
    if (own?.event.type === "message") setPurpose({kind: "edit", message: own.event});
  }

  const shut = left ? words.youWere[left] : unreadable(timeline.error?.code) ? words.noRoom : null;
  useEffect(() => {
    if (shut) forgetRoom(me.id, name);
  }, [shut !== null, me.id, name]);

  return (
    <RoomContext value={actions}>
      <main className="room" {...dropTarget} data-testid="room" data-room={name}>
        <RoomHeader
          room={mine ?? open ?? {room: name, name: "", kind: "public"}}
          details={details.value}
          panel={panel}
          onPanel={() => onPanel(!panel)}
        />
        <OfflineBanner />
        <Timeline timeline={timeline} mine={mine} isMember={mine !== null || (loaded && role !== undefined)} seq={seq} people={people} shut={shut !== null} />
        <TypingLine room={name} />
        {shut ? (
          <p className="shut" role="status" data-testid="shut">
            {shut}
          </p>
        ) : (
          <>
            <JoinBar name={name} details={details} isMember={mine !== null} />
            <Composer
              key={name}
              ref={composer}
              people={people}
              purpose={purpose}
              onPurpose={setPurpose}
              onEditLast={editLast}
            />
          </>
        )}
        {dropping && <p className="drop-here">{words.dropHere}</p>}
        <Announcer room={name} />
      </main>
      {panel && <MembersPanel name={name} details={details} onClose={() => onPanel(false)} />}
      {question && <Confirm question={question} onClose={() => setQuestion(null)} />}
    </RoomContext>
  );
}

function unreadable(code: string | undefined): boolean {
  return code === "forbidden" || code === "not_found";
}
