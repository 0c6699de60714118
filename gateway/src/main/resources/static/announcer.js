import {nameOf} from "./rows.js";

const PAUSE_MS = 700;
const LONGEST = 200;

/** Reads new messages to those who listen to the page. A burst becomes one sentence. */
export class Announcer {
  #region = document.getElementById("announcer");
  #waiting = [];
  #timer = null;

  /** @param {object} message of another user, in the room on the screen */
  announce(message) {
    this.#waiting.push(message);
    this.#timer ??= setTimeout(() => this.#speak(), PAUSE_MS);
  }

  #speak() {
    const messages = this.#waiting.splice(0);
    this.#timer = null;
    if (messages.length > 3) {
      this.#region.textContent = `${messages.length} new messages`;
      return;
    }
    this.#region.textContent = messages
      .map(({user, content}) => `${nameOf(user)}: ${(content ?? "").slice(0, LONGEST)}`)
      .join(". ");
  }
}
