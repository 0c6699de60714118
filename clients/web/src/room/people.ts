import type {Author} from "@chat-backbone/client";
import type {TimelineItem} from "@chat-backbone/client/store";

const MAX = 500;

/** The users of a timeline by id, those who wrote last first. */
export function peopleOf(items: readonly TimelineItem[]): ReadonlyMap<string, Author> {
  const people = new Map<string, Author>();
  for (let index = items.length - 1; index >= 0 && people.size < MAX; index--) {
    const event = items[index]?.event;
    const user = event && "user" in event ? event.user : undefined;
    if (user?.username && !people.has(user.id)) people.set(user.id, user);
  }
  return people;
}
