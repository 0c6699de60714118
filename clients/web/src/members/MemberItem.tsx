import type {Member, Role, Room, Status} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {useRef, useState} from "react";
import {useMe} from "../chat/me.ts";
import {goTo} from "../chat/route.ts";
import {useWords} from "../i18n/language.ts";
import {useShownName} from "../people/profiles.ts";
import {Avatar} from "../ui/Avatar.tsx";
import {IconButton} from "../ui/Button.tsx";
import type {Question} from "../ui/Confirm.tsx";
import {MenuItem, Popover} from "../ui/Popover.tsx";
import {rightsOver} from "./rights.ts";

interface MemberItemProps {
  readonly member: Member;
  readonly status: Status | undefined;
  readonly myRole: Role | undefined;
  readonly room: Room;
  readonly onAct: (work: () => Promise<unknown>) => void;
  readonly onAsk: (question: Question) => void;
}

const HOUR_MS = 3_600_000;

/** A member, with a menu of the actions that I may take. */
export function MemberItem({member, status, myRole, room, onAct, onAsk}: MemberItemProps) {
  const words = useWords();
  const me = useMe();
  const client = useClient();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const {user, role} = member;
  const name = useShownName(user, words);
  const mine = user.id === me.id;
  const rights = mine ? null : rightsOver(myRole, role);
  const statusText = status === "online" ? words.online : status === "away" ? words.away : words.offlineUser;

  function run(work: () => Promise<unknown>) {
    setOpen(false);
    onAct(work);
  }

  function ask(text: string, action: string, work: () => Promise<unknown>) {
    setOpen(false);
    onAsk({text, action, run: work});
  }

  return (
    <li className={status ? "member" : "member gone"} data-testid="member" data-user={user.username}>
      <span className={`with-status ${status ?? "offline"}`} title={statusText}>
        <Avatar id={user.id} name={name} size="small" />
        <span className="visually-hidden">{statusText}</span>
      </span>
      <span className="member-text">
        <span>
          <bdi>{name}</bdi>
          {mine && <small> ({words.you})</small>}
        </span>
        {role !== "member" && <small className="role">{words[role]}</small>}
      </span>
      {!mine && (
        <IconButton
          ref={anchor}
          icon="more"
          label={words.menuOf(name)}
          aria-haspopup="menu"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
      )}
      {open && (
        <Popover anchor={anchor} label={words.menuOf(name)} onClose={() => setOpen(false)}>
          <MenuItem onSelect={() => run(async () => goTo((await client.rooms.direct(user.id)).room))}>
            {words.writeTo(name)}
          </MenuItem>
          {rights?.roles && (
            <>
              <MenuItem onSelect={() => run(() => room.addMember(user.id, role === "moderator" ? "member" : "moderator"))}>
                {role === "moderator" ? words.makeMember : words.makeModerator}
              </MenuItem>
              <MenuItem onSelect={() => ask(words.handOverSure(name), words.makeOwner, () => room.addMember(user.id, "owner"))}>
                {words.makeOwner}
              </MenuItem>
            </>
          )}
          {rights?.moderate && (
            <>
              <MenuItem onSelect={() => run(() => room.mute(user.id, Date.now() + HOUR_MS))}>{words.muteHour}</MenuItem>
              <MenuItem onSelect={() => run(() => room.mute(user.id, 0))}>{words.unmute}</MenuItem>
              <MenuItem danger onSelect={() => ask(words.kickSure(name), words.kick, () => room.removeMember(user.id))}>
                {words.kick}
              </MenuItem>
              <MenuItem danger onSelect={() => ask(words.banSure(name), words.ban, () => room.removeMember(user.id, {ban: true}))}>
                {words.ban}
              </MenuItem>
            </>
          )}
        </Popover>
      )}
    </li>
  );
}
