import {useClient, useConnection} from "@chat-backbone/client/react";
import {type Client, ChatError, backoff} from "@chat-backbone/client";
import {useEffect, useRef, useState} from "react";

const MAX_LINKS = 500;
/** Links are valid for a minute; a page that just got one still has time to use it. */
const REUSED_MS = 45_000;
const TRIES = 3;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;

interface Link {
  readonly address: Promise<string>;
  readonly at: number;
}

const links = new WeakMap<Client, Map<string, Link>>();

/** An address for a file, or for its preview of that size. */
export function useFileLink(id: string, size?: number) {
  const client = useClient();
  const [link, setLink] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const failures = useRef(0);
  const [waitMs, setWaitMs] = useState<number | null>(null);
  const {phase} = useConnection();

  // What failed for a while only is tried again, with the network.
  useEffect(() => {
    if (waitMs === null || phase !== "live") return;
    const timer = setTimeout(() => {
      setWaitMs(null);
      setTries(0);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [waitMs, phase]);

  useEffect(() => {
    let wanted = true;
    if (tries >= TRIES) return;
    linkOf(client, id, size, tries > 0).then(
      address => wanted && setLink(address),
      (problem: unknown) => {
        if (!wanted) return;
        if (problem instanceof ChatError && problem.temporary) {
          setWaitMs((problem.retryAfterMs ?? 0) + backoff(Math.random, failures.current++, RETRY_MS, MAX_RETRY_MS));
        }
        setTries(TRIES);
      },
    );
    return () => {
      wanted = false;
    };
  }, [client, id, size, tries]);

  return {link, failed: tries >= TRIES, renew: () => setTries(tries + 1)};
}

// Rows leave and come back as someone scrolls: they share the links that are still valid.
function linkOf(client: Client, id: string, size: number | undefined, renew: boolean): Promise<string> {
  const known = links.get(client) ?? new Map<string, Link>();
  links.set(client, known);
  const key = `${id}/${size ?? ""}`;
  const held = known.get(key);
  if (held && !renew && Date.now() - held.at < REUSED_MS) return held.address;
  const address = client.files.link(id, size === undefined ? {} : {size});
  known.delete(key);
  known.set(key, {address, at: Date.now()});
  for (const oldest of known.keys()) {
    if (known.size <= MAX_LINKS) break;
    known.delete(oldest);
  }
  address.catch(() => known.get(key)?.address === address && known.delete(key));
  return address;
}
