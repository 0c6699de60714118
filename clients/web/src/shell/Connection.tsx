import type {ConnectionState} from "@chat-backbone/client";
import {useClient, useConnection, useOutbox} from "@chat-backbone/client/react";
import {useEffect, useState} from "react";
import type {Words} from "../i18n/en.ts";
import {useWords} from "../i18n/language.ts";
import {Button} from "../ui/Button.tsx";

/** The state of the connection in words. */
export function inWords(state: ConnectionState, words: Words): string {
  switch (state.phase) {
    case "catching-up":
      return words.catchingUp(state.missing);
    case "connecting":
      return words.connecting;
    case "live":
      return words.live;
    case "offline":
      return words.offline;
    case "ended":
      return words.ended;
  }
}

/** The state of the connection, in the head of a conversation. */
export function ConnectionStatus() {
  const words = useWords();
  const state = useConnection();
  return (
    <p className="status" role="status" data-phase={state.phase} data-testid="connection">
      <span className="status-dot" aria-hidden="true" />
      <span>{inWords(state, words)}</span>
    </p>
  );
}

/** A line above the conversation while there is no connection: the time of the next try, and the number of unsent messages. */
export function OfflineBanner() {
  const words = useWords();
  const client = useClient();
  const state = useConnection();
  const {entries} = useOutbox();
  const waiting = entries.filter(entry => entry.state !== "refused").length;
  if (state.phase !== "offline" && state.phase !== "ended") return null;
  return (
    <div className="banner" data-testid="offline">
      <p>
        {state.phase === "offline" && state.retryAt ? <Countdown until={state.retryAt} /> : inWords(state, words)}
        {waiting > 0 && <span className="banner-waiting">{words.waiting(waiting)}</span>}
      </p>
      <Button look="link" onClick={() => client.connect()}>
        {words.connectNow}
      </Button>
    </div>
  );
}

function Countdown({until}: {until: number}) {
  const words = useWords();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return <>{words.offlineRetry(Math.max(1, Math.ceil((until - now) / 1000)))}</>;
}
