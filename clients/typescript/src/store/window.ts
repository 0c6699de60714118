import type { Edited, Message, Reaction, RoomEvent } from "../protocol.js";
import type { TimelineItem } from "./types.js";

/** An event that has a line of its own in a timeline. */
export type Line = TimelineItem["event"];

/** Consecutive lines of a room, by position. */
export interface Window {
  lines(): readonly Line[];
  get(seq: number): Line | undefined;
  /** Puts a line in its place; one that is there is replaced. */
  put(line: Line): void;
  /** Drops lines beyond a number, from the far end. */
  trim(most: number, end: "oldest" | "newest"): boolean;
  clear(): void;
}

/** Makes an empty window. */
export function createWindow(): Window {
  let lines: Line[] = [];
  let shown: readonly Line[] | null = null;

  function indexOf(seq: number): number {
    let low = 0;
    let high = lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lines[middle] as Line).seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    lines: () => (shown ??= lines.slice()),
    get(seq) {
      const found = lines[indexOf(seq)];
      return found?.seq === seq ? found : undefined;
    },
    put(line) {
      const index = indexOf(line.seq);
      lines.splice(index, lines[index]?.seq === line.seq ? 1 : 0, line);
      shown = null;
    },
    trim(most, end) {
      if (lines.length <= most) return false;
      lines = end === "oldest" ? lines.slice(-most) : lines.slice(0, most);
      shown = null;
      return true;
    },
    clear() {
      lines = [];
      shown = null;
    },
  };
}

/** Whether an event is a line of its own. That a room was made is what its beginning says anyway. */
export function isLine(event: RoomEvent): event is Line {
  const { type } = event;
  return type === "message" || type === "member" || type === "event" || (type === "room" && event.action !== "created");
}

/** A message after an edit; the same object if the message is as new, or deleted. */
export function edited(message: Message, { content, data, mentions, at }: Edited): Message {
  if (message.deletedAt || (content === undefined && data === undefined) || at < (message.editedAt ?? 0)) return message;
  const { content: _content, data: _data, mentions: _mentions, ...rest } = message;
  return {
    ...rest,
    ...(content && { content }),
    ...(data && { data }),
    ...(mentions && { mentions }),
    editedAt: at,
  };
}

/** What is left of a message that was deleted. */
export function deleted(message: Message, at: number): Message {
  const { content: _content, data: _data, attachments: _attachments, mentions: _mentions, reactions: _reactions, editedAt: _editedAt, ...rest } = message;
  return { ...rest, deletedAt: message.deletedAt ?? at };
}

/** A message after a reaction. */
export function reacted(message: Message, { emoji, removed }: Pick<Reaction, "emoji" | "removed">, mine: boolean): Message {
  if (message.deletedAt) return message;
  // An emoji may be the name of a property that every object has.
  const { [emoji]: known, ...others } = message.reactions ?? {};
  const before = known?.count ? known : { count: 0, me: false };
  if (mine && before.me !== removed) return message;
  const count = before.count + (removed ? -1 : 1);
  const reactions = count > 0 ? { ...message.reactions, [emoji]: { count, me: mine ? !removed : before.me } } : others;
  const { reactions: _, ...rest } = message;
  return Object.keys(reactions).length > 0 ? { ...rest, reactions } : rest;
}
