const MAX_ENTRIES = 50;

/** A bounded map of texts that outlives a reload; the entries that were set last are kept. */
export interface Keep {
  get(key: string): string;
  set(key: string, text: string): void;
  /** All keys with their texts. */
  all(): ReadonlyMap<string, string>;
}

/** The drafts of a user by room. */
export function draftsOf(user: string): Keep {
  return keepOf(`chat.drafts.${user}`);
}

/** The room that a user had open last, under the key `room`. */
export function lastRoomOf(user: string): Keep {
  return keepOf(`chat.last.${user}`);
}

/** Lets a room not be opened by itself any more. */
export function forgetRoom(user: string, room: string, last = lastRoomOf(user)): void {
  if (last.get("room") === room) last.set("room", "");
}

/** Removes the texts that are kept of a user. */
export function forgetTexts(user: string): void {
  localStorage.removeItem(`chat.drafts.${user}`);
  localStorage.removeItem(`chat.last.${user}`);
}

function isPair(entry: unknown): entry is [string, string] {
  return Array.isArray(entry) && entry.length === 2 && entry.every(text => typeof text === "string");
}

/** Opens the kept texts of a name. */
export function keepOf(name: string, storage: Pick<Storage, "getItem" | "setItem"> = localStorage): Keep {
  const read = (): [string, string][] => {
    try {
      const entries: unknown = JSON.parse(storage.getItem(name) ?? "[]");
      return Array.isArray(entries) ? entries.filter(isPair) : [];
    } catch {
      return [];
    }
  };
  return {
    all: () => new Map(read()),
    get: key => read().find(([of]) => of === key)?.[1] ?? "",
    set(key, text) {
      const others = read().filter(([of]) => of !== key);
      const entries = text ? [[key, text], ...others] : others;
      try {
        storage.setItem(name, JSON.stringify(entries.slice(0, MAX_ENTRIES)));
      } catch {
        // A storage that is full loses drafts, not messages: those are in the outbox.
      }
    },
  };
}
