import type {Member, MemberChange, RoomChange, RoomDetails} from "@chat-backbone/client";

/** The members of a room after an event. */
export function membersAfter(list: readonly Member[], event: MemberChange): readonly Member[] {
  const {user, action, role} = event;
  switch (action) {
    case "joined":
      if (list.some(member => member.user.id === user.id)) return list;
      return [...list, {user, role: role ?? "member", joinedAt: event.at}];
    case "left":
    case "kicked":
    case "banned":
      return list.filter(member => member.user.id !== user.id);
    case "role":
      return list.map(member => (member.user.id === user.id && role ? {...member, role} : member));
    default:
      return list;
  }
}

/** A page more of members; one who came by an event meanwhile stays once. */
export function withPage(list: readonly Member[], page: readonly Member[]): readonly Member[] {
  const known = new Set(list.map(({user}) => user.id));
  return [...list, ...page.filter(({user}) => !known.has(user.id))];
}

/** The details of a room after an event; unchanged by one that they were read after. */
export function detailsAfter(details: RoomDetails, event: MemberChange | RoomChange, me: string): RoomDetails {
  if (event.seq <= details.lastSeq) return details;
  const after = {...details, lastSeq: event.seq};
  if (event.type === "room") return withSettings(after, event);
  const memberCount = Math.max(0, after.memberCount + (COUNTED[event.action] ?? 0));
  return withRole({...after, memberCount}, event, me);
}

const COUNTED: Readonly<Record<string, number>> = {joined: 1, left: -1, kicked: -1, banned: -1};

function withSettings(details: RoomDetails, {name, visibility, slowModeSeconds}: RoomChange): RoomDetails {
  return {...details, name, visibility, slowModeSeconds: slowModeSeconds ?? details.slowModeSeconds};
}

function withRole(details: RoomDetails, {user, action, role}: MemberChange, me: string): RoomDetails {
  if (user.id !== me) return details;
  const {role: mine, ...rest} = details;
  if (action === "joined" || action === "role") return {...rest, role: role ?? mine ?? "member"};
  return COUNTED[action] === -1 ? rest : details;
}
