import type {Author, Message, MyRoom, RoomDetails, User} from "@chat-backbone/client";
import type {Words} from "../i18n/en.ts";
import {useProfile, withName} from "../people/profiles.ts";
import {type Named, nameOf} from "../text/names.ts";

const PREVIEW = 120;

/** What the sign and the title of a room are made of. */
export interface TitledRoom extends Pick<MyRoom, "room" | "name" | "kind"> {
  /** The other user of a direct room; null while nothing but the id is known. */
  readonly with?: (Author & Named) | null;
}

/** An open room, as its details tell it. */
export interface OpenRoom extends TitledRoom {
  readonly isMember: boolean;
}

/** The title of a room on the screen. */
export function titleOf(room: TitledRoom, words: Words): string {
  if (room.kind !== "direct") return room.name || room.room;
  return room.with === null ? words.newDirect : nameOf(room.with, words);
}

/** The same, with the display name of the other user of a direct room. */
export function useTitleOf(room: TitledRoom | null | undefined, words: Words): string | null {
  const other = room?.kind === "direct" ? (room.with ?? undefined) : undefined;
  const profile = useProfile(other?.id);
  return room ? titleOf(other ? {...room, with: withName(other, profile) ?? other} : room, words) : null;
}

/** An open room that may not be among my rooms; the details of a direct one name the other user only by the id. */
export function openRoom({room, name, role, visibility, direct}: RoomDetails, other: User | null): OpenRoom {
  const known = {room, name, isMember: role !== undefined};
  return direct === undefined ? {...known, kind: visibility} : {...known, kind: "direct", with: other};
}

/** The number of unread messages as text; empty where there are none. */
export function unreadText(room: Pick<MyRoom, "unread" | "unreadCapped">): string {
  if (!room.unread) return "";
  return room.unreadCapped ? `${room.unread}+` : String(room.unread);
}

/** One line about a room's newest message: who wrote it, where that is to be said, and what. */
export function previewOf(last: Message | undefined, me: string, direct: boolean, words: Words): {who: string; text: string} {
  if (!last) return {who: "", text: ""};
  const text = last.deletedAt ? words.messageDeleted : bodyOf(last, words);
  if (last.user.id === me) return {who: words.you_, text};
  return {who: direct || last.deletedAt ? "" : nameOf(last.user, words), text};
}

function bodyOf(message: Message, words: Words): string {
  if (message.content) return message.content.slice(0, PREVIEW).replace(/\s+/g, " ");
  return message.attachments?.length ? words.sentFile : words.dataOnly;
}

/** Whether a room fits the text of a filter, by its address or by its title, which may be a display name. */
export function fits(room: MyRoom, wanted: string, words: Words, profileOf: (id: string) => User | null): boolean {
  const text = wanted.trim().toLowerCase();
  const shown = withName(room.with, room.with ? profileOf(room.with.id) : null);
  const names = [room.room, titleOf(room, words), titleOf({...room, ...(shown && {with: shown})}, words)];
  return names.some(name => name.toLowerCase().includes(text));
}
