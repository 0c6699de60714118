import type {Words} from "../i18n/en.ts";

const HUES = 12;
const SEGMENTS = new Intl.Segmenter();

/** A user as messages and lists tell it; without a name and username once the account is erased. */
export interface Named {
  readonly id?: string;
  readonly username?: string;
  readonly name?: string;
}

/** The name of a user on the screen. */
export function nameOf(user: Named | undefined | null, words: Words): string {
  return user?.name ?? user?.username ?? words.deletedUser;
}

/** A name for a sentence, whose direction it does not change. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

/** One of twelve colours for an id, the same on each screen. */
export function hueOf(id: string): number {
  let hash = 7;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) >>> 0;
  return hash % HUES;
}

/** At most two characters that stand for a name. */
export function initialsOf(name: string): string {
  const parts = name.split(/[\s._-]+/).filter(Boolean);
  const first = parts[0] ?? "?";
  const rest = parts.length > 1 ? characters(parts[parts.length - 1] ?? "", 1) : "";
  return (rest ? characters(first, 1) + rest : characters(first, 2)).toUpperCase();
}

function characters(text: string, count: number): string {
  let taken = "";
  for (const {segment} of SEGMENTS.segment(text.slice(0, 40))) {
    if (count-- <= 0) break;
    taken += segment;
  }
  return taken;
}
