import type { Clock } from "./clock.js";
import type { SocketLike } from "./types.js";

const PONG_WITHIN_MS = 10_000;
const ABNORMAL = 1006;

/** A frame of either side. */
export interface Frame {
  readonly type: string;
  readonly ref?: string;
  readonly room?: string;
  readonly [field: string]: unknown;
}

/** One socket, from its opening until it is closed or found dead. */
export interface Link {
  send(frame: object): void;
  /** Asks for a sign of life, as after sleep. */
  probe(): void;
  /** Sets the heartbeat, once the server told it. */
  heartbeat(pingMs: number): void;
  /** Gives the socket up; nothing is heard of it any more. */
  drop(): void;
}

/** What a {@link Link} tells. */
export interface LinkHost {
  readonly clock: Clock;
  opened(): void;
  frame(frame: Frame): void;
  /** The socket is closed or dead. Called once, and never after `drop`. */
  closed(code: number): void;
}

/** Opens a socket. */
export function openLink(open: (url: string) => SocketLike, url: string, host: LinkHost): Link {
  const { clock } = host;
  let heardAt = clock.now();
  let pingMs = Infinity;
  let cancel = (): void => {};
  let asked = false; // for a sign of life that has not come yet
  let over = false;
  const socket = open(url);

  function watch(): void {
    cancel();
    if (pingMs === Infinity || over) return;
    const quiet = clock.now() - heardAt;
    if (quiet >= pingMs) probe();
    else cancel = clock.after(pingMs - quiet, watch);
  }

  // The deadline counts from the question: timers of a hidden page are late, and lateness is no silence.
  function probe(): void {
    cancel();
    asked = true;
    send({ type: "ping" });
    cancel = clock.after(PONG_WITHIN_MS, () => {
      if (asked) finish(ABNORMAL);
      else watch();
    });
  }

  function send(frame: object): void {
    try {
      if (!over) socket.send(JSON.stringify(frame));
    } catch {
      // The socket is closing: its end is told by itself, or found by the heartbeat.
    }
  }

  function drop(): void {
    over = true;
    cancel();
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.onerror = () => {};
    try {
      socket.close();
    } catch {
      // A socket that is not open yet may refuse to close.
    }
  }

  function finish(code: number): void {
    if (over) return;
    drop();
    host.closed(code);
  }

  socket.onopen = () => host.opened();
  socket.onerror = () => {}; // a close follows
  socket.onclose = ({ code }) => finish(code);
  socket.onmessage = ({ data }) => {
    heardAt = clock.now();
    asked = false;
    const frame = parsed(data);
    if (frame) host.frame(frame);
  };

  return {
    send,
    probe,
    drop,
    heartbeat(ms) {
      pingMs = ms;
      watch();
    },
  };
}

function parsed(data: unknown): Frame | null {
  try {
    const frame: unknown = JSON.parse(String(data));
    return typeof (frame as Frame | null)?.type === "string" ? (frame as Frame) : null;
  } catch {
    return null;
  }
}
