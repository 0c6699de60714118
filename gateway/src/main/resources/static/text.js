const LINK = /\bhttps?:\/\/[^\s<>"\u2018-\u201f]+/giu;
const TRAILING = /[.,;:!?'*_~]$/;

/** The most a message may hold, in code points. */
export const LONGEST_CONTENT = 4000;

/** What a room may be called. */
export const ROOM_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Whether focus can be given to a field without a keyboard rising over half of the screen. */
export const HAS_KEYBOARD = matchMedia("(hover: hover) and (pointer: fine)").matches;

/** What a person may be called. */
export const USERNAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{2,31}$/;

/** Length as the gateway counts it: in code points, not in UTF-16 units. */
export function codePoints(text) {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

export function isBlank(text) {
  return /^\p{White_Space}*$/u.test(text);
}

/** A new element with classes and text; text never becomes markup. */
export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The text as nodes, web addresses in it as links. */
export function linked(text) {
  const nodes = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const address = withoutTrailing(match[0]);
    const url = webAddress(address);
    if (!url) continue;
    nodes.append(text.slice(end, match.index), link(url, address));
    end = match.index + address.length;
  }
  nodes.append(text.slice(end));
  return nodes;
}

/** Two letters standing for a person. */
export function initials(name) {
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = parts.length > 1 ? parts[0][0] + parts[1][0] : (parts[0] ?? "?").slice(0, 2);
  return letters.toUpperCase();
}

/** A colour of one's own: the same id has the same hue on every page. */
export function hue(id) {
  let hash = 0;
  for (const char of String(id)) hash = (Math.imul(hash, 31) + char.codePointAt(0)) >>> 0;
  // Multiples of the golden angle keep neighbours apart.
  return Math.round((hash % 360) * 137.508) % 360;
}

/** Draws a person's initials into an element, on their colour. */
export function paintAvatar(target, user) {
  target.textContent = initials(user.username);
  target.style.setProperty("--hue", hue(user.id));
}

function link(url, address) {
  const anchor = element("a", null, address);
  anchor.href = url;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  return anchor;
}

function webAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

// "(see https://a.example/b)." ends before the bracket, "…/Rust_(language)" after it.
function withoutTrailing(address) {
  for (;;) {
    const unopened = /[)\]]$/.test(address) && count(address, ")]") > count(address, "([");
    if (!unopened && !TRAILING.test(address)) return address;
    address = address.slice(0, -1);
  }
}

function count(text, chars) {
  return [...text].filter(char => chars.includes(char)).length;
}
