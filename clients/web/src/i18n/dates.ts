import type {Language} from "./language.ts";
import type {Words} from "./en.ts";

const FORMATS = new Map<string, Intl.DateTimeFormat>();

const SHAPES = {
  time: {hour: "2-digit", minute: "2-digit"},
  day: {weekday: "long", day: "numeric", month: "long"},
  dayOfYear: {day: "numeric", month: "long", year: "numeric"},
  short: {day: "numeric", month: "short"},
  weekday: {weekday: "short"},
  full: {dateStyle: "full", timeStyle: "medium"},
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A moment in one of the shapes in which the application shows moments. */
export function format(at: number, shape: keyof typeof SHAPES, language: Language): string {
  const key = shape + language;
  let formatter = FORMATS.get(key);
  if (!formatter) FORMATS.set(key, (formatter = new Intl.DateTimeFormat(regionOf(language), SHAPES[shape])));
  return formatter.format(at);
}

// Whether the clock has 12 or 24 hours depends on the region, which only the browser knows.
function regionOf(language: Language): string {
  return navigator.languages.find(tag => tag.startsWith(language)) ?? language;
}

/** The number of a day in the zone of the browser; equal for moments of one day. */
export function dayOf(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
}

/** {@link dayOf} for many moments, of which most are of the day of the one before. */
export function dayCounter(): (at: number) => number {
  let from = 0;
  let to = 0;
  let day = 0;
  return at => {
    if (at < from || at >= to) {
      const date = new Date(at);
      from = date.setHours(0, 0, 0, 0);
      date.setDate(date.getDate() + 1);
      // Where summer time begins at midnight a day begins at one.
      to = date.setHours(0, 0, 0, 0);
      day = dayOf(at);
    }
    return day;
  };
}

/** A day as a heading between messages. */
export function dayName(at: number, now: number, language: Language, words: Words): string {
  const age = dayOf(now) - dayOf(at);
  if (age === 0) return words.today;
  if (age === 1) return words.yesterday;
  return format(at, age < 300 && age > 0 ? "day" : "dayOfYear", language);
}

/** A moment as short as a list has room for: a time today, then a weekday, then a day. */
export function shortMoment(at: number, now: number, language: Language, words: Words): string {
  const age = dayOf(now) - dayOf(at);
  if (age === 0) return format(at, "time", language);
  if (age === 1) return words.yesterday;
  return format(at, age < 7 && age > 0 ? "weekday" : "short", language);
}
