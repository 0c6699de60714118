import {seconds} from "./http.js";

// A reconnect that succeeds within this time is not worth moving the page for.
const PATIENCE_MS = 1_200;

const WORDS = {connected: "Connected", connecting: "Connecting", waiting: "Offline", stopped: "Offline"};

/** How the connection is, always in sight; with a banner while it is down. */
export class Status {
  #line = document.getElementById("status");
  #text = document.getElementById("status-text");
  #banner = document.getElementById("banner");
  #bannerText = document.getElementById("banner-text");
  #countdown = document.getElementById("banner-countdown");
  #state = {phase: "connecting"};
  #patience = null;
  #ticking = null;

  /** @param {() => void} onRetry */
  constructor(onRetry) {
    document.getElementById("banner-retry").addEventListener("click", onRetry);
  }

  /** @param {{phase: string, reason?: string, retryAt?: number}} state as the connection tells it */
  show(state) {
    this.#state = state;
    this.#line.dataset.phase = state.phase;
    this.#text.textContent = WORDS[state.phase];
    if (state.phase === "connected") this.#calm();
    else if (state.phase === "stopped") this.#alarm();
    else if (this.#banner.hidden) this.#patience ??= setTimeout(() => this.#alarm(), PATIENCE_MS);
    else this.#alarm();
  }

  #calm() {
    clearTimeout(this.#patience);
    clearInterval(this.#ticking);
    this.#patience = this.#ticking = null;
    this.#banner.hidden = true;
    this.#bannerText.textContent = "";
  }

  #alarm() {
    this.#banner.hidden = false;
    const text = this.#state.reason ?? "No connection. What you write is sent when it is back.";
    // A live region that is set again is read again.
    if (this.#bannerText.textContent !== text) this.#bannerText.textContent = text;
    this.#ticking ??= setInterval(() => this.#tick(), 500);
    this.#tick();
  }

  #tick() {
    const {phase, retryAt} = this.#state;
    const left = retryAt - Date.now();
    this.#countdown.textContent =
      phase === "connecting" ? "Trying…" : phase === "waiting" && left > 1_000 ? `Next try in ${seconds(left)}.` : "";
  }
}
