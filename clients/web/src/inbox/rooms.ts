import type {Message, MyRoom} from "@chat-backbone/client";
import type {Words} from "../i18n/en.ts";
import {useProfile} from "../people/profiles.ts";
import {nameOf} from "../text/names.ts";

const PREVIEW = 120;

type TitledRoom = Pick<MyRoom, "room" | "name" | "kind" | "with">;

/** The title of a room on the screen. */
export function titleOf(room: TitledRoom, words: Words): string {
  return room.kind === "direct" ? nameOf(room.with, words) : room.name || room.room;
}

/** The same, with the display name of the other user of a direct room. */
export function useTitleOf(room: TitledRoom | null | undefined, words: Words): string | null {
  const other = room?.kind === "direct" ? room.with : undefined;
  const profile = useProfile(other?.id);
  if (!room) return null;
  return other?.username && profile?.name ? profile.name : titleOf(room, words);
}

/** The number of unread messages as text; empty where there are none. */
export function unreadText(room: Pick<MyRoom, "unread" | "unreadCapped">): string {
  if (!room.unread) return "";
  return room.unreadCapped ? `${room.unread}+` : String(room.unread);
}

/** One line about a room's newest message. */
export function previewOf(last: Message | undefined, me: string, direct: boolean, words: Words): string {
  if (!last) return "";
  const text = last.deletedAt ? words.messageDeleted : bodyOf(last, words);
  if (last.user.id === me) return words.you_(text);
  return direct || last.deletedAt ? text : `${nameOf(last.user, words)}: ${text}`;
}

function bodyOf(message: Message, words: Words): string {
  if (message.content) return message.content.slice(0, PREVIEW).replace(/\s+/g, " ");
  return message.attachments?.length ? words.sentFile : words.dataOnly;
}

/** Whether a room fits the text of a filter. */
export function fits(room: MyRoom, wanted: string, words: Words): boolean {
  const text = wanted.trim().toLowerCase();
  return text === "" || titleOf(room, words).toLowerCase().includes(text) || room.room.includes(text);
}
