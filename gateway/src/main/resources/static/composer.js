import {LONGEST_CONTENT, codePoints, isBlank} from "./text.js";

const COUNT_FROM = LONGEST_CONTENT - 400;

/** The field messages are written in. Keeps what was begun in each room. */
export class Composer {
  #form = document.getElementById("composer");
  #text = document.getElementById("composer-text");
  #label = document.getElementById("composer-label");
  #button = document.getElementById("composer-send");
  #count = document.getElementById("composer-count");
  #drafts = new Map();
  #room = null;
  #onSend;

  /** @param {(content: string) => void} onSend */
  constructor(onSend) {
    this.#onSend = onSend;
    this.#text.addEventListener("input", () => this.#edited());
    this.#text.addEventListener("keydown", event => this.#pressed(event));
    this.#form.addEventListener("submit", event => {
      event.preventDefault();
      this.#send();
    });
  }

  /**
   * Writes to a room from now on.
   *
   * @param {?string} shut why nothing can be written there, null where it can
   */
  show(room, shut) {
    if (room !== this.#room) this.#swapDraft(room);
    this.#text.disabled = shut !== null;
    this.#text.placeholder = shut ?? `Message #${room}`;
    this.#label.textContent = `Message to ${room}`;
    this.#edited();
  }

  focus() {
    this.#text.focus();
  }

  /** Forgets all drafts. */
  clear() {
    this.#drafts.clear();
    this.#room = null;
    this.#text.value = "";
  }

  #swapDraft(room) {
    if (this.#room !== null) this.#drafts.set(this.#room, this.#text.value);
    this.#room = room;
    this.#text.value = this.#drafts.get(room) ?? "";
  }

  // Enter also ends a composition (of Japanese, say): that one is not meant for us.
  #pressed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    // Kept as it was written; only what no encoding can carry is replaced.
    const content = this.#text.value.toWellFormed?.() ?? this.#text.value;
    if (this.#text.disabled || isBlank(content) || codePoints(content) > LONGEST_CONTENT) return;
    this.#text.value = "";
    this.#edited();
    this.#onSend(content);
  }

  #edited() {
    const length = codePoints(this.#text.value);
    const left = LONGEST_CONTENT - length;
    this.#button.disabled = this.#text.disabled || left < 0 || isBlank(this.#text.value);
    this.#count.hidden = length < COUNT_FROM;
    this.#count.textContent = left < 0 ? `${-left} too many` : `${left} left`;
    this.#count.classList.toggle("over", left < 0);
    this.#text.setAttribute("aria-invalid", String(left < 0));
    this.#grow();
  }

  // Browsers that size a field by its content do it in the style sheet.
  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }
}
