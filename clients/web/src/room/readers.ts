import type {Row} from "./rows.ts";

/**
 * The users whose read marker ends at a row, by the key of the row. Read
 * markers of those who wrote later than they read count from what they wrote.
 */
export function readersOf(rows: readonly Row[], markers: ReadonlyMap<string, number>, me: string): Map<string, string[]> {
  const readers = new Map<string, string[]>();
  const places = [...markers].filter(([user]) => user !== me).sort(([, a], [, b]) => b - a);
  const left = new Set(places.map(([user]) => user));
  let next = 0;
  for (let index = rows.length - 1; index >= 0 && left.size > 0; index--) {
    const row = rows[index];
    if (row?.kind !== "message" || row.item.seq === 0) continue;
    const here: string[] = [];
    while ((places[next]?.[1] ?? 0) >= row.item.seq) here.push(places[next++]?.[0] ?? "");
    here.push(row.item.event.user.id);
    const found = here.filter(user => left.delete(user));
    if (found.length > 0) readers.set(row.key, found);
  }
  return readers;
}
