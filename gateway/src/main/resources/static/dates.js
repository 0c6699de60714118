const time = new Intl.DateTimeFormat(undefined, {hour: "2-digit", minute: "2-digit"});
const moment = new Intl.DateTimeFormat("en-GB", {dateStyle: "full", timeStyle: "medium"});
const weekday = new Intl.DateTimeFormat("en-GB", {weekday: "long", day: "numeric", month: "long"});
const withYear = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "long", year: "numeric"});

/** The time of day, the way the reader's system writes it. */
export function timeOf(at) {
  return time.format(at);
}

/** Day and time in full. */
export function momentOf(at) {
  return moment.format(at);
}

/** A key that is the same for all moments of one local day. */
export function dayKey(at) {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** What a day separator says. */
export function dayName(at, now = Date.now()) {
  const today = new Date(now);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (dayKey(at) === dayKey(now)) return "Today";
  if (dayKey(at) === dayKey(yesterday)) return "Yesterday";
  return new Date(at).getFullYear() === today.getFullYear() ? weekday.format(at) : withYear.format(at);
}
