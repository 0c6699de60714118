import {type Client, createClient} from "@chat-backbone/client";
import {indexedDbStorage} from "@chat-backbone/client/indexeddb";
import {type Store, createStore} from "@chat-backbone/client/store";
import type {Session} from "../session/session.ts";

const UNAUTHENTICATED = 4401;

/** A running chat of one user. */
export interface Running {
  readonly client: Client;
  readonly store: Store;
  /** Ends it; `forget` removes what this browser holds of the chat, unsent messages included. */
  stop(forget?: boolean): Promise<void>;
}

/** Connects for a session; `onOver` tells that its tokens are not good any more. */
export function start(session: Session, onOver: () => void): Running {
  const client = createClient({
    url: location.origin,
    token: reason => session.token(reason === "refused"),
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
