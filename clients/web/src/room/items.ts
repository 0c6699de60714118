import type {TimelineItem} from "@chat-backbone/client/store";

/** The item at a position; unsent messages, which have none, stand behind all others. */
export function itemAt(items: readonly TimelineItem[], seq: number): TimelineItem | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = items[middle]?.seq || Infinity;
    if (at < seq) low = middle + 1;
    else high = middle;
  }
  const found = items[low];
  return found?.seq === seq ? found : undefined;
}
