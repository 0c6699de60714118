import {ChatError, type Client, createClient} from "@chat-backbone/client";
import {indexedDbStorage} from "@chat-backbone/client/indexeddb";
import {type Store, createStore} from "@chat-backbone/client/store";
import {Problem} from "../session/http.ts";
import type {Session} from "../session/session.ts";

const UNAUTHENTICATED = 4401;

/** A running chat of one user. */
export interface Running {
  readonly client: Client;
  readonly store: Store;
  /** Ends it; `forget` removes what this browser holds of the chat, unsent messages included. */
  stop(forget?: boolean): Promise<void>;
}

// The client ends the connection at this code, and tries again later at all others.
function refuse(problem: unknown): never {
  if (!(problem instanceof Problem)) throw problem;
  const {status, retryAfterMs} = problem;
  throw new ChatError({code: status === 401 ? "unauthenticated" : "unreachable", status, retryAfterMs});
}

/** Connects for a session; `onOver` tells that its tokens are not good any more. */
export function start(session: Session, onOver: () => void): Running {
  const client = createClient({
    url: location.origin,
    token: reason => session.token(reason !== "connect").catch(refuse),
    storage: indexedDbStorage(`chat-${session.user.id}`),
  });
  const store = createStore(client);
  client.on("state", state => {
    if (state.phase === "ended" && state.code === UNAUTHENTICATED) onOver();
  });
  const stopAsking = session.onEnd(onOver);
  const away = () => client.status(document.hidden ? "away" : "online");
  document.addEventListener("visibilitychange", away);
  client.connect();
  return {
    client,
    store,
    async stop(forget = false) {
      stopAsking();
      document.removeEventListener("visibilitychange", away);
      await store.close();
      if (forget) await client.storage.clear();
      await client.close();
    },
  };
}
