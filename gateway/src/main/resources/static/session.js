import {Problem, request} from "./http.js";
import {renew} from "./issuer.js";

const KEY = "chat.session";
const RENEW_AHEAD_MS = 90_000;
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Who is signed in in this tab. Kept in sessionStorage: a reload stays signed in, while two tabs can
 * be two people.
 */
export class Session {
  #held;
  #renewing = null;
  #renewable = true;
  #timer;
  // A duplicated tab starts with a copy of this session. Renewing spends the refresh token, and a
  // spent one used later ends the session everywhere, so a renewal is told to the copies.
  #copies = new BroadcastChannel(KEY);

  /** Called with the new access token whenever it was renewed. */
  onRenewed = () => {};

  /** Called when the session can't be renewed any more. */
  onEnded = () => {};

  constructor() {
    this.#held = restored();
    this.#schedule();
    this.#copies.onmessage = ({data}) => {
      if (data.spent === this.#held?.refreshToken) this.#keep(data.held);
    };
  }

  /** The person signed in, or null. */
  get user() {
    return this.#held?.user ?? null;
  }

  /** Whether the access token is over, by this machine's clock. */
  get expired() {
    return !this.#held || Date.now() >= this.#held.expiresAt;
  }

  /** Begins with the tokens of an issuer. */
  begin(answer) {
    this.#adopt(answer);
  }

  async register(fields) {
    this.#adopt(await request("POST", "/api/auth/register", {body: fields}));
  }

  async login({email, password}) {
    this.#adopt(await request("POST", "/api/auth/login", {body: {email, password}}));
  }

  /**
   * An access token that is good for a while yet, renewed where need be.
   *
   * @throws {Problem} `unauthenticated` when the session is over
   */
  async token() {
    if (!this.#held) throw new Problem({status: 401, code: "unauthenticated"});
    if (Date.now() > this.#held.expiresAt - ahead(this.#held)) await this.#renew();
    if (!this.#held) throw new Problem({status: 401, code: "unauthenticated"});
    return this.#held.accessToken;
  }

  /** Signs out here at once; the gateway is told, without waiting for it. An issuer's sign-in stays. */
  signOut() {
    const {refreshToken, client} = this.#held ?? {};
    this.forget();
    if (refreshToken && !client) {
      request("POST", "/api/auth/logout", {body: {refreshToken}, keepalive: true}).catch(() => {});
    }
  }

  /** Drops a session that the gateway has ended. */
  forget() {
    clearTimeout(this.#timer);
    this.#held = null;
    sessionStorage.removeItem(KEY);
  }

  #adopt(answer) {
    this.#renewable = true;
    this.#keep(heldFrom(answer));
  }

  #keep(held) {
    this.#held = held;
    sessionStorage.setItem(KEY, JSON.stringify(held));
    this.#schedule();
    this.onRenewed(held.accessToken);
  }

  #renew() {
    this.#renewing ??= this.#renewOnce().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #renewOnce() {
    const {refreshToken: spent, client} = this.#held;
    if (!spent || !this.#renewable) return;
    try {
      const answer = client
        ? await renew(client, spent)
        : await request("POST", "/api/auth/refresh", {body: {refreshToken: spent}});
      if (this.#held?.refreshToken !== spent) return;
      const held = heldFrom({user: this.#held.user, ...answer});
      this.#keep(held);
      this.#copies.postMessage({spent, held});
    } catch (problem) {
      if (problem.status === 404 || problem.status === 405) {
        // A gateway without renewal: the token is used until it is over.
        this.#renewable = false;
      } else if (this.expired || problem.status === 401) {
        throw problem;
      }
    }
  }

  #schedule() {
    clearTimeout(this.#timer);
    if (!this.#held) return;
    const wait = this.#held.expiresAt - ahead(this.#held) - Date.now();
    // At least some seconds apart, or a gateway that can't renew now would be asked in a loop.
    this.#timer = setTimeout(() => this.#renewInTime(), Math.min(Math.max(wait, 5_000), LONGEST_TIMEOUT_MS));
  }

  async #renewInTime() {
    try {
      await this.token();
    } catch (problem) {
      if (problem.status === 401) return this.onEnded();
    }
    if (this.#renewable) this.#schedule();
  }
}

function heldFrom({user, accessToken, refreshToken, expiresIn, client}) {
  const lifetimeMs = (expiresIn ?? 600) * 1000;
  return {user, accessToken, refreshToken, client, lifetimeMs, expiresAt: Date.now() + lifetimeMs};
}

function ahead({lifetimeMs}) {
  return Math.min(RENEW_AHEAD_MS, lifetimeMs / 4);
}

function restored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}
