import {FIRST_ROOM} from "./recent-rooms.js";
import {ROOM_NAME, element, paintAvatar} from "./text.js";

const NARROW = matchMedia("(max-width: 760px)");

/** The rooms to choose from, and who is signed in. A drawer where the screen is narrow. */
export class Sidebar {
  #root = document.getElementById("sidebar");
  #list = document.getElementById("rooms");
  #form = document.getElementById("enter-room");
  #name = document.getElementById("room-name");
  #error = document.getElementById("room-name-error");
  #opener = document.getElementById("open-sidebar");
  #elsewhere = document.getElementById("elsewhere");
  #scrim = document.getElementById("scrim");
  #behind = document.getElementById("room");
  #actions;

  /** @param {{onEnter: (room) => void, onRemove: (room) => void, onSignOut: () => void}} actions */
  constructor(actions) {
    this.#actions = actions;
    this.#form.addEventListener("submit", event => this.#enter(event));
    this.#name.addEventListener("input", () => this.#showError(null));
    this.#opener.addEventListener("click", () => this.#open());
    this.#scrim.addEventListener("click", () => this.close());
    this.#root.addEventListener("keydown", event => event.key === "Escape" && this.close());
    document.getElementById("signout").addEventListener("click", () => actions.onSignOut());
    NARROW.addEventListener("change", () => this.close());
  }

  showUser(user) {
    document.getElementById("me-name").textContent = user.username;
    paintAvatar(document.getElementById("me-avatar"), user);
  }

  /**
   * @param {{name: string, unread: number}[]} rooms
   * @param {string} current
   */
  showRooms(rooms, current) {
    const focused = this.#list.contains(document.activeElement) ? document.activeElement.dataset.room : null;
    this.#list.replaceChildren(...rooms.map(room => this.#item(room, room.name === current)));
    if (focused) this.#list.querySelector(`[data-room="${focused}"]`)?.focus();
    this.#elsewhere.hidden = !rooms.some(room => room.unread > 0 && room.name !== current);
  }

  close() {
    if (!this.#root.classList.contains("open")) return;
    this.#root.classList.remove("open");
    this.#scrim.hidden = true;
    this.#behind.inert = false;
    this.#opener.setAttribute("aria-expanded", "false");
    this.#opener.focus();
  }

  #open() {
    this.#root.classList.add("open");
    this.#scrim.hidden = false;
    this.#behind.inert = true;
    this.#opener.setAttribute("aria-expanded", "true");
    this.#list.querySelector("[aria-current]")?.focus();
  }

  #item({name, unread}, current) {
    const item = element("li", current ? "current" : null);
    const button = element("button", "room-button");
    button.type = "button";
    button.dataset.room = name;
    if (current) button.setAttribute("aria-current", "true");
    button.append(element("span", "room-name", name));
    if (unread > 0) button.append(unreadBadge(unread));
    button.addEventListener("click", () => this.#choose(name));
    item.append(button);
    if (name !== FIRST_ROOM) item.append(this.#remover(name));
    return item;
  }

  #remover(name) {
    const button = element("button", "remove", "×");
    button.type = "button";
    button.setAttribute("aria-label", `Take ${name} off the list`);
    button.addEventListener("click", () => this.#actions.onRemove(name));
    return button;
  }

  #enter(event) {
    event.preventDefault();
    const name = this.#name.value.trim().replace(/^#/, "").toLowerCase();
    if (!ROOM_NAME.test(name)) {
      this.#showError("Up to 64 of a–z, 0–9, dot, dash and underscore, beginning with a letter or digit.");
      return;
    }
    this.#name.value = "";
    this.#choose(name);
  }

  #choose(name) {
    this.close();
    this.#actions.onEnter(name);
  }

  #showError(text) {
    this.#error.textContent = text ?? "";
    this.#error.hidden = text === null;
    this.#name.setAttribute("aria-invalid", String(text !== null));
  }
}

function unreadBadge(count) {
  const badge = element("span", "unread", count > 99 ? "99+" : String(count));
  badge.append(element("span", "visually-hidden", " unread"));
  return badge;
}
