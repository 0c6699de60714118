import type { Author, Message } from "../protocol.js";
import type { OutboxAction } from "../types.js";
import type { PendingAction, TimelineItem } from "./types.js";
import { deleted, edited, reacted, type Line } from "./window.js";

const items = new WeakMap<Line, TimelineItem>();

/** The line as an item; the same one for the same line. */
export function itemOf(line: Line): TimelineItem {
  const known = items.get(line);
  if (known) return known;
  const key = line.type === "message" ? keyOf(line.user, line.id) : `${line.seq}`;
  const item: TimelineItem = { key, seq: line.seq, event: line, pending: null };
  items.set(line, item);
  return item;
}

const keyOf = (user: Author | null, id: string): string => `${user?.id ?? ""}/${id}`;

/** Lays my unsent actions over the lines. `atEnd`: the window reaches the end, where unsent messages stand. */
export function overlay(
  lines: readonly Line[],
  unseen: readonly PendingAction[],
  me: Author | null,
  atEnd: boolean,
): readonly TimelineItem[] {
  const shown = lines.map(itemOf);
  const index = new Map<number | string, number>();
  if (unseen.length > 0) shown.forEach(({ seq, key }, at) => index.set(seq, at).set(key, at));
  for (const pending of unseen) {
    const { action, id, ack } = pending;
    if (action.type === "emit") continue;
    if (action.type === "send") {
      const key = keyOf(me, id);
      if (atEnd && !index.has(key)) shown.push({ key, seq: ack?.seq ?? 0, event: draft(pending, me), pending });
      continue;
    }
    const at = index.get(action.seq) ?? -1;
    const item = shown[at];
    if (item?.event.type !== "message") continue;
    // A refused edit is not shown as the text, but as the pending action of the item.
    const event = pending.state === "refused" ? item.event : changed(item.event, pending);
    shown[at] = { ...item, event, pending };
  }
  return shown;
}

function changed(message: Message, { action, at }: PendingAction): Message {
  if (action.type === "delete") return deleted(message, at);
  if (action.type === "react") return reacted(message, { emoji: action.emoji, removed: action.remove }, true);
  if (action.type !== "edit") return message;
  return edited(message, { ...message, ...action, at: Math.max(at, message.editedAt ?? 0) } as never);
}

function draft({ room, id, at, action, ack }: PendingAction, me: Author | null): Message {
  const { type: _, attachments: _ids, files, ...content } = action as Extract<OutboxAction, { type: "send" }>;
  return {
    type: "message",
    room,
    seq: ack?.seq ?? 0,
    prev: 0,
    id,
    user: me ?? { id: "" },
    at: ack?.at ?? at,
    ...content,
    ...(files && { attachments: files }),
  };
}
