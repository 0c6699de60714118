import type { Author, Message } from "../protocol.js";
import type { Ack, OutboxEntry } from "../types.js";
import type { PendingAction, TimelineItem } from "./types.js";
import { deleted, edited, reacted, type Line } from "./window.js";

/** An entry of the outbox, or one that was acknowledged and whose event is still to come. */
export interface Unseen {
  readonly entry: OutboxEntry;
  readonly ack: Ack | null;
}

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
export function overlay(lines: readonly Line[], unseen: readonly Unseen[], me: Author | null, atEnd: boolean): readonly TimelineItem[] {
  const shown = lines.map(itemOf);
  const index = new Map<number | string, number>();
  if (unseen.length > 0) shown.forEach(({ seq, key }, at) => index.set(seq, at).set(key, at));
  for (const one of unseen) {
    const { action, id } = one.entry;
    if (action.type === "emit") continue;
    if (action.type === "send") {
      const key = keyOf(me, id);
      if (atEnd && !index.has(key)) shown.push({ key, seq: one.ack?.seq ?? 0, event: draft(one, me), pending: pendingOf(one) });
      continue;
    }
    const at = index.get(action.seq) ?? -1;
    const item = shown[at];
    if (item?.event.type !== "message") continue;
    // A refused edit is not shown as the text, but as the pending action of the item.
    const event = one.entry.state === "refused" ? item.event : changed(item.event, one.entry);
    shown[at] = { ...item, event, pending: pendingOf(one) };
  }
  return shown;
}

function pendingOf({ entry, ack }: Unseen): PendingAction {
  return ack ? { ...entry, state: "acknowledged" } : entry;
}

function changed(message: Message, { action, at }: OutboxEntry): Message {
  if (action.type === "delete") return deleted(message, at);
  if (action.type === "react") return reacted(message, { emoji: action.emoji, removed: action.remove }, true);
  if (action.type !== "edit") return message;
  return edited(message, { ...message, ...action, at: Math.max(at, message.editedAt ?? 0) } as never);
}

function draft({ entry, ack }: Unseen, me: Author | null): Message {
  const { type: _, attachments, ...content } = entry.action as Extract<OutboxEntry["action"], { type: "send" }>;
  return {
    type: "message",
    room: entry.room,
    seq: ack?.seq ?? 0,
    prev: 0,
    id: entry.id,
    user: me ?? { id: "" },
    at: ack?.at ?? entry.at,
    ...content,
    ...(attachments && { attachments: attachments.map((id) => ({ id, name: "", contentType: "", size: 0 })) }),
  };
}
