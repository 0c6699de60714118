import {dayKey, dayName, momentOf, timeOf} from "./dates.js";
import {element, linked, paintAvatar} from "./text.js";

const GROUP_WITHIN_MS = 5 * 60_000;

/**
 * What the timeline shows of a room, top to bottom, as rows `{key, signature, make}`: a row whose
 * signature stays the same need not be made again.
 *
 * @param {import("./room.js").Room} room
 * @param {object[]} pending messages on their way
 * @param {{me: {id, username}, onAgain: (id) => void, onDiscard: (id) => void}} context
 */
export function rowsOf(room, pending, context) {
  const arrived = room.entries();
  const mine = new Set(arrived.filter(entry => entry.user?.id === context.me.id).map(entry => entry.id));
  const waiting = pending.filter(entry => !mine.has(entry.id)).map(entry => asMessage(entry, context.me));
  const entries = [...arrived, ...waiting];
  // A room that people only came to still counts as empty.
  if (!entries.some(entry => entry.type === "message")) return [];
  const rows = [];
  const days = new Set();
  let previous = null;
  for (const entry of entries) {
    const newDay = !previous || dayKey(previous.at) !== dayKey(entry.at);
    if (newDay) rows.push(dayRow(entry.at, days));
    if (entry.type === "message") {
      const grouped = !newDay && together(previous, entry);
      rows.push(messageRow({...entry, lastWaiting: entry === waiting.at(-1)}, grouped, room, context));
    } else {
      rows.push(eventRow(entry));
    }
    previous = entry;
  }
  return rows;
}

/** The name of a user to show; an erased account has none. */
export function nameOf(user) {
  return user?.username ?? "Deleted account";
}

function asMessage(entry, me) {
  const {id, content, at, state, reason} = entry;
  return {type: "message", id, content, at, state, reason, user: me};
}

function together(previous, entry) {
  return (
    previous.type === "message" &&
    previous.user?.id === entry.user?.id &&
    entry.at - previous.at < GROUP_WITHIN_MS &&
    !entry.replyTo
  );
}

// Clocks of brokers differ by a little, so a day may come up twice around midnight.
function dayRow(at, days) {
  const name = dayName(at);
  let key = `day ${dayKey(at)}`;
  while (days.has(key)) key += "+";
  days.add(key);
  return {
    key,
    signature: name,
    make() {
      const row = element("li", "day");
      row.append(element("span", null, name));
      return row;
    },
  };
}

function eventRow(event) {
  const text = event.type === "member" ? memberText(event) : roomText(event);
  return {
    key: `event ${event.seq}`,
    signature: text,
    make: () => element("li", "event", text),
  };
}

function memberText({user, action, role, by}) {
  const name = nameOf(user);
  const doer = by?.username ? ` by ${by.username}` : "";
  const texts = {
    joined: `${name} joined`,
    left: `${name} left`,
    kicked: `${name} was removed${doer}`,
    banned: `${name} was banned${doer}`,
    unbanned: `${name} is no longer banned`,
    muted: `${name} was muted${doer}`,
    role: `${name} is now ${role ?? "member"}`,
  };
  return texts[action] ?? `${name}: ${action}`;
}

function roomText({action, name, by}) {
  const doer = by?.username ? ` by ${by.username}` : "";
  if (action === "deleted") return `Room deleted${doer}`;
  return name ? `Room changed${doer}: ${name}` : `Room changed${doer}`;
}

function messageRow(message, grouped, room, context) {
  const own = message.user?.id === context.me.id;
  const quoted = message.replyTo ? room.entry(message.replyTo) : null;
  return {
    // The sender's id outlives the change from pending to arrived: the row stays the same one.
    key: message.id ? `${message.user?.id} ${message.id}` : `seq ${message.seq}`,
    signature: JSON.stringify([message, grouped, quoted?.content]),
    make: () => makeMessage(message, {grouped, own, quoted, ...context}),
  };
}

function makeMessage(message, {grouped, own, quoted, onAgain, onDiscard}) {
  const row = element("li", "message");
  row.classList.toggle("own", own);
  row.classList.toggle("grouped", grouped);
  if (message.state) row.classList.add(message.state);
  if (!own) row.append(avatar(message.user, grouped));
  const column = element("div", "message-column");
  column.append(header(message, own, grouped), bubble(message, quoted));
  if (message.reactions) column.append(reactions(message.reactions));
  if (message.state === "pending" && message.lastWaiting) column.append(element("p", "delivery", "Sending…"));
  if (message.state === "failed") column.append(failure(message, onAgain, onDiscard));
  row.append(column);
  return row;
}

function avatar(user, grouped) {
  const made = element("span", "avatar");
  made.setAttribute("aria-hidden", "true");
  if (grouped) made.classList.add("empty");
  else if (user?.username) paintAvatar(made, user);
  else made.textContent = "–";
  return made;
}

function header(message, own, grouped) {
  const made = element("p", "message-header");
  const author = element("span", "author", own ? "You" : nameOf(message.user));
  if (grouped) author.classList.add("visually-hidden");
  const time = element("time", "time", timeOf(message.at));
  time.dateTime = new Date(message.at).toISOString();
  time.title = momentOf(message.at);
  made.append(author, " ", time);
  return made;
}

function bubble(message, quoted) {
  const made = element("div", "bubble");
  // Each message runs in the direction of its own script.
  made.dir = "auto";
  if (message.deletedAt) {
    made.classList.add("tombstone");
    made.textContent = "This message was deleted.";
    return made;
  }
  if (message.replyTo) made.append(quote(quoted));
  const content = element("p", "content");
  content.append(linked(message.content ?? "Data of an application"));
  if (message.editedAt) {
    const mark = element("span", "edited", " (edited)");
    mark.title = momentOf(message.editedAt);
    content.append(mark);
  }
  made.append(content);
  for (const {name} of message.attachments ?? []) made.append(element("p", "attachment", name));
  return made;
}

function quote(quoted) {
  const made = element("p", "quote");
  if (quoted?.content) made.append(element("b", null, nameOf(quoted.user)), ` ${quoted.content}`);
  else made.textContent = "In reply to another message";
  return made;
}

function reactions(counts) {
  const made = element("ul", "reactions");
  for (const [emoji, {count, me}] of Object.entries(counts)) {
    const item = element("li", me ? "reaction mine" : "reaction", `${emoji} ${count}`);
    if (me) item.title = "You reacted too";
    made.append(item);
  }
  return made;
}

function failure({id, reason}, onAgain, onDiscard) {
  const made = element("p", "delivery");
  const again = element("button", "text-button", "Try again");
  const discard = element("button", "text-button quiet", "Discard");
  again.type = discard.type = "button";
  again.addEventListener("click", () => onAgain(id));
  discard.addEventListener("click", () => onDiscard(id));
  made.append(element("span", "failure", `Not sent. ${reason ?? ""}`), " ", again, " ", discard);
  return made;
}
