import {ChatError, type Client, createClient} from "@chat-backbone/client";
import {indexedDbStorage} from "@chat-backbone/client/indexeddb";
import {type Store, createStore} from "@chat-backbone/client/store";
import {Problem} from "../session/http.ts";
import type {Session} from "../session/session.ts";
import {endUploads} from "../room/upload-queue.ts";
import {forgetTexts} from "./keep.ts";

const UNAUTHENTICATED = 4401;

/** A running chat of one user. */
export interface Running {
  readonly client: Client;
  readonly store: Store;
  /** Ends it. Of a person who signed out, this browser then holds nothing of the chat, unsent messages included. */
  stop(): Promise<void>;
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
  away();
  client.connect();
  return {
    client,
    store,
    async stop() {
      const forget = session.isSignedOut();
      stopAsking();
      document.removeEventListener("visibilitychange", away);
      endUploads(client);
      await store.close();
      // Each tab does so behind its own last write, so what the last tab leaves is nothing.
      if (forget) {
        forgetTexts(session.user.id);
        await client.storage.clear();
      }
      await client.close();
    },
  };
}
