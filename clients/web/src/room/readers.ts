import type {Row} from "./rows.ts";

/**
 * The users whose read marker ends at a row, by the key of the row. Read
 * markers of those who wrote later than they read count from what they wrote.
 */
export function readersOf(rows: readonly Row[], markers: ReadonlyMap<string, number>, me: string): Map<string, string[]> {
  const places = new Map<string, number>(markers);
  const messages = rows.filter(row => row.kind === "message" && row.item.seq > 0);
  for (const row of messages) {
    if (row.kind !== "message") continue;
    const {user} = row.item.event;
    if (places.has(user.id)) places.set(user.id, Math.max(places.get(user.id) ?? 0, row.item.seq));
  }
  const readers = new Map<string, string[]>();
  for (const [user, seq] of places) {
    if (user === me) continue;
    const row = lastUpTo(messages, seq);
    if (row) readers.set(row.key, [...(readers.get(row.key) ?? []), user]);
  }
  return readers;
}

function lastUpTo(rows: readonly Row[], seq: number): Row | undefined {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row?.kind === "message" && row.item.seq <= seq) low = middle + 1;
    else high = middle;
  }
  return rows[low - 1];
}
