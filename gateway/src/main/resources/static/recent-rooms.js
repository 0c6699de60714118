import {ROOM_NAME} from "./text.js";

const MOST = 12;

/** The room that always exists. */
export const FIRST_ROOM = "general";

/** The rooms a person visited, remembered on this device. */
export class RecentRooms {
  #key;
  #names;

  constructor(userId) {
    this.#key = `chat.rooms.${userId}`;
    this.#names = restored(this.#key);
  }

  /** `general` first, then in the order of their first visit. */
  get names() {
    return [FIRST_ROOM, ...this.#names];
  }

  /** Keeps a room; the one visited first makes way when there are too many. */
  add(name) {
    if (this.names.includes(name)) return;
    this.#names = [...this.#names, name].slice(-MOST);
    this.#keep();
  }

  remove(name) {
    this.#names = this.#names.filter(held => held !== name);
    this.#keep();
  }

  #keep() {
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#names));
    } catch {
      // Without storage the list lasts as long as the page.
    }
  }
}

function restored(key) {
  try {
    const names = JSON.parse(localStorage.getItem(key));
    return names.filter(name => ROOM_NAME.test(name) && name !== FIRST_ROOM).slice(-MOST);
  } catch {
    return [];
  }
}
