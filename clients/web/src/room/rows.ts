import type {Message} from "@chat-backbone/client";
import type {TimelineItem} from "@chat-backbone/client/store";
import {dayCounter} from "../i18n/dates.ts";

/** One row of the list that shows a timeline. */
export type Row =
  | {readonly kind: "beginning" | "new"; readonly key: string}
  | {readonly kind: "day"; readonly key: string; readonly at: number; readonly isNew: boolean}
  | {readonly kind: "notice"; readonly key: string; readonly item: TimelineItem}
  | MessageRowData;

/** The row of a message; `head` shows the author, `unread` is not read yet as of when the room was opened. */
export interface MessageRowData {
  readonly kind: "message";
  readonly key: string;
  readonly item: TimelineItem & {readonly event: Message};
  readonly head: boolean;
}

const GROUPED_MS = 5 * 60_000;

/**
 * The rows of a timeline: a heading for each day, a line before what is new, and messages of one
 * author within five minutes as one group.
 *
 * @param readSeq read marker as of when the room was opened; null shows nothing as new
 */
export function rowsOf(items: readonly TimelineItem[], complete: boolean, readSeq: number | null, me: string): Row[] {
  const rows: Row[] = complete ? [{kind: "beginning", key: "beginning"}] : [];
  const dayOf = dayCounter();
  let day = -1;
  let marked = readSeq === null;
  let before: Message | null = null;
  for (const item of items) {
    const {event} = item;
    if (!isShown(item)) continue;
    const today = dayOf(event.at);
    const isFirstNew = !marked && readSeq !== null && item.seq > readSeq && event.type === "message" && event.user.id !== me;
    // If the first new message may be older than these rows, the line would be at a wrong place.
    const isNew = isFirstNew && (complete || rows.some(({kind}) => kind === "message"));
    if (isFirstNew) marked = true;
    if (today > day) rows.push({kind: "day", key: `day-${today}`, at: event.at, isNew});
    else if (isNew) rows.push({kind: "new", key: "new"});
    if (today > day || isNew) before = null;
    day = Math.max(day, today);
    if (event.type === "message") {
      rows.push({kind: "message", key: item.key, item: item as MessageRowData["item"], head: !continues(before, event)});
      before = event;
    } else {
      rows.push({kind: "notice", key: item.key, item});
      before = null;
    }
  }
  return rows;
}

function isShown({event}: TimelineItem): boolean {
  if (event.type === "event") return false;
  return event.type !== "member" || ["joined", "left", "kicked", "banned"].includes(event.action);
}

function continues(before: Message | null, message: Message): boolean {
  return (
    before !== null &&
    before.user.id === message.user.id &&
    message.at - before.at < GROUPED_MS &&
    message.replyTo === undefined
  );
}
