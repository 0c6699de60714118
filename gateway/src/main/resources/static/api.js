import {request} from "./http.js";

/** What the page asks of the gateway over REST, as the person of the session. */
export class Api {
  #session;

  constructor(session) {
    this.#session = session;
  }

  /**
   * A page of a room's messages, oldest first.
   *
   * @param {string} room
   * @param {{before?: number, after?: number, limit?: number}} where the newest page without any
   * @returns {Promise<{messages: object[], before: ?number, after: ?number}>}
   */
  messages(room, {before, after, limit = 50} = {}) {
    return this.#get("/api/messages", {room, before, after, limit});
  }

  /**
   * What happened in a room after a place in its log, as a socket would have told it.
   *
   * @returns {Promise<{events: object[], after: ?number}>} `after` is null at the end
   */
  events(room, after, limit = 500) {
    return this.#get(`/api/rooms/${encodeURIComponent(room)}/events`, {after, limit});
  }

  async #get(path, parameters) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) query.set(name, value);
    }
    try {
      return await request("GET", `${path}?${query}`, {token: await this.#session.token()});
    } catch (problem) {
      if (problem.status === 401) this.#session.onEnded();
      throw problem;
    }
  }
}
