import type {Candidate} from "./useMentions.ts";

/** A mention that is being written: the place of its sign, and the text after it. */
export interface MentionQuery {
  readonly at: number;
  readonly text: string;
}

const BEFORE = /(?<![A-Za-z0-9._@-])[@＠]([A-Za-z0-9_.-]{0,31})$/;
const MAX_SHOWN = 8;

/** The mention that ends at a caret. */
export function mentionAt(text: string, caret: number): MentionQuery | null {
  const match = BEFORE.exec(text.slice(Math.max(0, caret - 40), caret));
  return match ? {at: caret - match[0].length, text: match[1] ?? ""} : null;
}

/** A text with a mention put in the place of what was written of it. */
export function withMention(text: string, query: MentionQuery, username: string): {text: string; caret: number} {
  const before = `${text.slice(0, query.at)}@${username} `;
  const after = text.slice(query.at + 1 + query.text.length).replace(/^ /, "");
  return {text: before + after, caret: before.length};
}

/** Whether a mention that is being written is that of a user as it stands. */
export function isWhole(text: string, user: Candidate): boolean {
  return user.username.toLowerCase() === text.toLowerCase();
}

/** The users that fit a mention: who is called just so, then those nearby, each once, without me. */
export function rankedFor(text: string, near: readonly Candidate[], found: readonly Candidate[], me: string): Candidate[] {
  const wanted = text.toLowerCase();
  const fitting = new Map<string, Candidate>();
  const all = [...near, ...found];
  for (const user of [...all.filter(one => isWhole(text, one)), ...all]) {
    const fits = user.username.toLowerCase().startsWith(wanted) || user.name?.toLowerCase().startsWith(wanted);
    if (fits && user.id !== me && !fitting.has(user.id)) fitting.set(user.id, user);
    if (fitting.size >= MAX_SHOWN) break;
  }
  return [...fitting.values()];
}
