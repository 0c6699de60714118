import {rowsOf} from "./rows.js";
import {element} from "./text.js";

const NEAR_BOTTOM_PX = 48;
const NEAR_TOP_PX = 600;
// Enough to scroll back a while; what is cut off is paged in again.
const HELD_AT_BOTTOM = 400;
const HELD_AT_MOST = 3_000;

/**
 * The messages of the room on the screen. Follows the newest one as long as the reader is at the
 * bottom; otherwise what they look at stays where it is, whatever comes in above or below.
 */
export class Timeline {
  #frame = document.getElementById("timeline");
  #top = document.getElementById("timeline-top");
  #list = document.getElementById("messages");
  #toNewest = document.getElementById("to-newest");

  #actions;
  #room = null;
  #pendingOf = () => [];
  #me = null;
  #held = new Map();
  #atBottom = true;
  #unseen = 0;
  #scheduled = false;
  #topSays = "";

  /** @param {{onAgain: (id) => void, onDiscard: (id) => void}} actions */
  constructor(actions) {
    this.#actions = actions;
    this.#frame.addEventListener("scroll", () => this.#scrolled(), {passive: true});
    this.#toNewest.addEventListener("click", () => {
      this.#jumpToNewest(true);
      this.#frame.focus({preventScroll: true});
    });
    // The composer grows and keyboards open: the newest message stays in sight.
    new ResizeObserver(() => this.#atBottom && this.#jumpToNewest()).observe(this.#frame);
  }

  /** Whether what comes in now is seen at once. */
  get following() {
    return this.#atBottom;
  }

  /**
   * Shows a room from its newest message.
   *
   * @param {?import("./room.js").Room} room none to show nothing
   * @param {{me: object, pendingOf: (room: string) => object[]}} context
   */
  show(room, {me, pendingOf} = {}) {
    this.#room = room;
    this.#me = me;
    this.#pendingOf = pendingOf ?? (() => []);
    this.#held.clear();
    this.#list.replaceChildren();
    this.#topSays = "";
    this.#atBottom = true;
    this.#unseen = 0;
    this.#render();
  }

  /** Something about the room changed. Many changes of one frame are drawn once. */
  changed() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#render();
    });
  }

  /** A message came in that someone else wrote. */
  arrived() {
    if (!this.#atBottom) this.#unseen++;
  }

  /** From here on the newest message is what the reader wants to see. */
  follow() {
    this.#atBottom = true;
    this.changed();
  }

  #render() {
    if (!this.#room) return;
    this.#room.trim(this.#atBottom ? HELD_AT_BOTTOM : HELD_AT_MOST);
    const rows = rowsOf(this.#room, this.#pendingOf(this.#room.name), {me: this.#me, ...this.#actions});
    const anchor = this.#atBottom ? null : this.#anchor();
    this.#renderTop(rows.length === 0);
    this.#reconcile(rows);
    if (anchor) this.#restore(anchor);
    else this.#jumpToNewest();
    this.#renderToNewest();
    this.#loadOlderIfNear();
  }

  #reconcile(rows) {
    const fresh = this.#held.size === 0;
    const keys = new Set(rows.map(row => row.key));
    for (const [key, {node}] of this.#held) {
      if (keys.has(key)) continue;
      node.remove();
      this.#held.delete(key);
    }
    let previous = null;
    for (const row of rows) {
      const node = this.#nodeFor(row, !fresh && row === rows.at(-1));
      const place = previous ? previous.nextElementSibling : this.#list.firstElementChild;
      if (node !== place) this.#list.insertBefore(node, place);
      previous = node;
    }
  }

  #nodeFor(row, arriving) {
    const held = this.#held.get(row.key);
    if (held?.signature === row.signature) return held.node;
    const node = row.make();
    if (!held && arriving) node.classList.add("arriving");
    if (held) this.#swap(held.node, node);
    this.#held.set(row.key, {node, signature: row.signature});
    return node;
  }

  #swap(old, node) {
    const focused = old.contains(document.activeElement);
    old.replaceWith(node);
    if (focused) this.#frame.focus({preventScroll: true});
  }

  #renderTop(empty) {
    const {name, loaded, loadingOlder, before, trouble} = this.#room;
    const says = JSON.stringify([name, loaded, loadingOlder, before === null, trouble, empty]);
    if (says === this.#topSays) return;
    this.#topSays = says;
    this.#top.classList.toggle("empty", empty && loaded);
    this.#top.replaceChildren(...this.#topNodes(empty));
  }

  #topNodes(empty) {
    const {name, loaded, loadingOlder, before, trouble} = this.#room;
    if (trouble) return this.#troubleNodes(trouble);
    if (!loaded) return [element("p", "loading", "Loading messages…")];
    if (loadingOlder) return [element("p", "loading", "Loading older messages…")];
    if (before !== null) return [];
    if (!empty) return [element("p", "beginning", `This is where #${name} begins.`)];
    return [
      element("p", "empty-title", "Nothing said yet"),
      element("p", "empty-text", "The first message here is yours to write."),
    ];
  }

  #troubleNodes(trouble) {
    const retry = element("button", "text-button", "Try again");
    retry.type = "button";
    retry.addEventListener("click", () => this.#room.retry());
    return [element("p", "trouble", `Messages could not be loaded. ${trouble}`), retry];
  }

  #renderToNewest() {
    this.#toNewest.hidden = this.#atBottom;
    this.#toNewest.textContent =
      this.#unseen === 0 ? "Newest messages" : this.#unseen === 1 ? "1 new message" : `${this.#unseen} new messages`;
    this.#toNewest.classList.toggle("unseen", this.#unseen > 0);
  }

  // The first message that is in view. Its lower end counts: its upper one moves when an older page
  // shows that it belongs to a group.
  #anchor() {
    const edge = this.#frame.getBoundingClientRect().top;
    for (const [key, {node}] of this.#held) {
      const {bottom} = node.getBoundingClientRect();
      if (bottom > edge && node.classList.contains("message")) return {key, bottom};
    }
    return null;
  }

  #restore({key, bottom}) {
    const node = this.#held.get(key)?.node;
    if (node) this.#frame.scrollTop += node.getBoundingClientRect().bottom - bottom;
  }

  #jumpToNewest(smoothly = false) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const behavior = smoothly && !calm ? "smooth" : "instant";
    this.#frame.scrollTo({top: this.#frame.scrollHeight, behavior});
  }

  #scrolled() {
    const {scrollHeight, scrollTop, clientHeight} = this.#frame;
    this.#atBottom = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    if (this.#atBottom) this.#unseen = 0;
    this.#renderToNewest();
    this.#loadOlderIfNear();
  }

  // Not after a failure: that one is tried again by hand.
  #loadOlderIfNear() {
    const {loaded, before, loadingOlder, trouble} = this.#room ?? {};
    if (!loaded || before === null || loadingOlder || trouble) return;
    if (this.#frame.scrollTop < NEAR_TOP_PX) this.#room.loadOlder();
  }
}
