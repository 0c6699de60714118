import type {Member, RoomDetails} from "@chat-backbone/client";
import {useClient, usePresence, useRoom} from "@chat-backbone/client/react";
import {useMemo, useState} from "react";
import type {Loaded} from "../chat/useLoaded.ts";
import type {Words} from "../i18n/en.ts";
import {useWords} from "../i18n/language.ts";
import {PeopleSearch} from "../inbox/PeopleSearch.tsx";
import {useRoomActions} from "../room/room-context.ts";
import {explain} from "../session/http.ts";
import {Button, IconButton} from "../ui/Button.tsx";
import {Dialog} from "../ui/Dialog.tsx";
import {Bans} from "./Bans.tsx";
import {MemberItem} from "./MemberItem.tsx";
import {RoomSettingsDialog} from "./RoomSettingsDialog.tsx";
import {useMembers} from "./useMembers.ts";

interface MembersPanelProps {
  readonly name: string;
  readonly details: Loaded<RoomDetails>;
  readonly onClose: () => void;
}

/** The members of a room with their roles. */
export function MembersPanel({name, details, onClose}: MembersPanelProps) {
  const words = useWords();
  const client = useClient();
  const room = useRoom(name);
  const {moderates, ask} = useRoomActions();
  const presence = usePresence(name);
  const members = useMembers(name);
  const [dialog, setDialog] = useState<"add" | "settings" | null>(null);
  const [error, setError] = useState<string | null>(null);
  const statuses = useMemo(() => new Map(presence.users.map(user => [user.id, user.status])), [presence.users]);
  const role = details.value?.role;
  const groups = useMemo(() => groupsOf(members.list, statuses, words), [members.list, statuses, words]);
  const direct = details.value?.direct !== undefined;

  async function act(work: () => Promise<unknown>) {
    setError(null);
    try {
      await work();
      void members.reload();
      details.reload();
    } catch (failure) {
      setError(explain(failure, words));
    }
  }

  return (
    <aside
      className="panel"
      aria-label={words.members}
      data-testid="members"
      onKeyDown={event => {
        if (event.key === "Escape" && event.currentTarget.contains(event.target as Node)) onClose();
      }}
    >
      <header className="panel-head">
        <h2>{words.members}</h2>
        {moderates && !direct && (
          <IconButton icon="plus" label={words.addMember} onClick={() => setDialog("add")} data-testid="add-member" />
        )}
        {role && !direct && (
          <IconButton icon="settings" label={words.roomSettings} onClick={() => setDialog("settings")} data-testid="room-settings" />
        )}
        <IconButton icon="close" label={words.hideMembers} onClick={onClose} />
      </header>
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      {groups.map(({title, list}) => (
        <section key={title} className="members" aria-label={title || words.members}>
          {title && (
            <h3>
              {title} {!members.more && <span>{list.length}</span>}
            </h3>
          )}
          <ul>
            {list.map(member => (
              <MemberItem
                key={member.user.id}
                member={member}
                status={statuses.get(member.user.id)}
                myRole={role}
                room={room}
                onAct={work => void act(work)}
                onAsk={ask}
              />
            ))}
          </ul>
        </section>
      ))}
      {members.more && (
        <Button look="quiet" onClick={members.more}>
          {words.more}
        </Button>
      )}
      {moderates && !direct && <Bans name={name} onAct={work => void act(work)} />}
      {dialog === "add" && (
        <Dialog title={words.addMember} onClose={() => setDialog(null)}>
          <PeopleSearch
            onChoose={user => {
              setDialog(null);
              void act(() => client.room(name).addMember(user.id));
            }}
          />
        </Dialog>
      )}
      {dialog === "settings" && details.value && (
        <RoomSettingsDialog details={details.value} room={room} onChanged={details.reload} onClose={() => setDialog(null)} />
      )}
    </aside>
  );
}

const RANK = {owner: 0, moderator: 1, member: 2};

// Those who are here, then the others, by role and name. A large room tells only how many are here.
function groupsOf(members: readonly Member[], statuses: ReadonlyMap<string, string>, words: Words) {
  const sorted = [...members].sort(
    (a, b) => RANK[a.role] - RANK[b.role] || (a.user.username ?? "").localeCompare(b.user.username ?? ""),
  );
  if (statuses.size === 0) return [{title: "", list: sorted}];
  return [
    {title: words.online, list: sorted.filter(({user}) => statuses.has(user.id))},
    {title: words.offlineUser, list: sorted.filter(({user}) => !statuses.has(user.id))},
  ].filter(({list}) => list.length > 0);
}
