/** A piece of a message's text. Text is never HTML: each piece becomes an element or plain text. */
export type Token =
  | {readonly kind: "text" | "code" | "block" | "strong" | "emphasis" | "struck"; readonly text: string}
  | {readonly kind: "quote"; readonly text: string; readonly tokens: readonly Token[]}
  | {readonly kind: "link"; readonly text: string; readonly href: string}
  | {readonly kind: "mention"; readonly text: string; readonly username: string};

const FENCE = /```(?:[a-z0-9+#-]{0,20}\n)?\n?([\s\S]+?)\n?```\n?/gi;
const QUOTE = /(?:^>[^\n]*(?:\n|$))+/gm;
// A mark begins at a word and ends at one, so that 2*3*4 and snake_case_names stay as they are.
const MARKED = /(?<![\w*])\*\*(?! )([^*\n]+)(?<! )\*\*(?![\w*])|(?<![\w*])\*(?! )([^*\n]+)(?<! )\*(?![\w*])|(?<![\w_])_(?! )([^_\n]+)(?<! )_(?![\w_])|(?<![\w~])~~(?! )([^~\n]+)(?<! )~~(?![\w~])/g;
const MARKS = ["strong", "strong", "emphasis", "struck"] as const;
const INLINE = /(?<!`)`([^`\n]+)`(?!`)|\bhttps?:\/\/[^\s<>"'`]+|(?<![A-Za-z0-9._@-])[@＠]([A-Za-z0-9][A-Za-z0-9_.-]{2,31})/g;
const TRAILING = `.,;:!?'"…`;

/** Splits a message into text, code, quotes, marked words, links of http and https, and mentions. */
export function tokensOf(content: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const fence of content.matchAll(FENCE)) {
    lines(content.slice(from, fence.index), tokens);
    tokens.push({kind: "block", text: fence[1] ?? ""});
    from = fence.index + fence[0].length;
  }
  lines(content.slice(from), tokens);
  return tokens;
}

function lines(text: string, tokens: Token[]): void {
  let from = 0;
  for (const quote of text.matchAll(QUOTE)) {
    inline(text.slice(from, quote.index), tokens);
    const quoted = quote[0].replace(/^> ?/gm, "").replace(/\n$/, "");
    tokens.push({kind: "quote", text: quoted, tokens: inline(quoted)});
    from = quote.index + quote[0].length;
  }
  inline(text.slice(from), tokens);
}

// Code, links and mentions first: what looks like a mark in them is none.
function inline(text: string, tokens: Token[] = []): Token[] {
  const pieces: Token[] = [];
  words(text, pieces);
  for (const piece of pieces) {
    if (piece.kind === "text") marked(piece.text, tokens);
    else tokens.push(piece);
  }
  return tokens;
}

function marked(text: string, tokens: Token[]): void {
  let from = 0;
  for (const match of text.matchAll(MARKED)) {
    const kind = match.slice(1).findIndex(inner => inner !== undefined);
    const inner = match[kind + 1] ?? "";
    if (match.index > from) tokens.push({kind: "text", text: text.slice(from, match.index)});
    tokens.push({kind: MARKS[kind] ?? "strong", text: inner});
    from = match.index + match[0].length;
  }
  if (from < text.length) tokens.push({kind: "text", text: text.slice(from)});
}

function words(text: string, tokens: Token[]): void {
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const token = tokenOf(match);
    if (!token) continue;
    if (match.index > from) tokens.push({kind: "text", text: text.slice(from, match.index)});
    tokens.push(token);
    from = match.index + lengthIn(token);
  }
  if (from < text.length) tokens.push({kind: "text", text: text.slice(from)});
}

function tokenOf(match: RegExpMatchArray): Token | null {
  const [whole, code, username] = match;
  if (code !== undefined) return {kind: "code", text: code};
  if (username !== undefined) {
    const name = username.replace(/[.-]+$/, "");
    return {kind: "mention", text: whole.slice(0, 1) + name, username: name};
  }
  const text = trimmed(whole);
  return URL.canParse(text) ? {kind: "link", text, href: text} : null;
}

function lengthIn(token: Token): number {
  return token.kind === "code" ? token.text.length + 2 : token.text.length;
}

// The end of a sentence, and a bracket that was opened before the link, are not the link's.
function trimmed(link: string): string {
  let surplus = count(link, ")") - count(link, "(");
  let end = link.length;
  for (; end > 0; end--) {
    const last = link.charAt(end - 1);
    if (last === ")" && surplus > 0) surplus--;
    else if (!TRAILING.includes(last)) break;
  }
  return link.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

const MAX_EMOJI = 6;
// A picture with its modifiers, perhaps with the tags of a region; a flag; a key.
const EMOJI = /^(?:\p{Extended_Pictographic}[\uFE0F\u200D\p{Emoji_Modifier}\p{Extended_Pictographic}\u{E0020}-\u{E007F}]*|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)$/u;
const graphemes = new Intl.Segmenter(undefined, {granularity: "grapheme"});

/** Whether a message is a few emoji and nothing else. */
export function isEmojiOnly(content: string): boolean {
  if (content.length > 60) return false;
  let emoji = 0;
  for (const {segment} of graphemes.segment(content)) {
    if (!segment.trim()) continue;
    if (++emoji > MAX_EMOJI || !EMOJI.test(segment)) return false;
  }
  return emoji > 0;
}
