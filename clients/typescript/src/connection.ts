import { backoff, type Clock } from "./clock.js";
import { asChatError, ChatError, isTemporary, type ErrorCode } from "./errors.js";
import { openLink, type Frame, type Link } from "./link.js";
import type { Tokens } from "./tokens.js";
import type { ConnectionState, SocketLike, TokenReason } from "./types.js";

const CONNECT_WITHIN_MS = 20_000;
// A shorter connection counts as a failed try: a server that accepts and throws out would be hammered.
const STEADY_AFTER_MS = 10_000;
const RENEW_AHEAD_MS = 60_000;
const RENEW_PAUSE_MS = 5_000;
const LONGEST_RENEW_PAUSE_MS = 300_000;

const ABNORMAL = 1006;
const UNAUTHENTICATED = 4401;
const FLOODING = 4429;
const FINAL: { readonly [code: number]: string } = {
  4400: "bad frame",
  [UNAUTHENTICATED]: "unauthenticated",
  4403: "forbidden",
  4413: "frame too large",
};

/** What the connection needs of the client. */
export interface ConnectionHost {
  readonly clock: Clock;
  readonly random: () => number;
  readonly tokens: Tokens;
  readonly open: (url: string) => SocketLike;
  /** Address of the socket; the next one after a failure. */
  address(failed: boolean): string;
  /** What goes into `connect`, beside the token. */
  greeting(): object;
  connected(frame: Frame): void;
  frame(frame: Frame): void;
  lost(): void;
  /** Events that rooms are known to miss. */
  missing(): number;
  state(state: ConnectionState): void;
}

/** The socket to a gateway, kept open: see docs/client-spec.md. */
export interface Connection {
  readonly state: ConnectionState;
  /** Whether frames can be sent. */
  readonly connected: boolean;
  start(): void;
  stop(): void;
  /** The network or the page is back: tries now, or asks whether the line is alive. */
  wake(): void;
  send(frame: object): boolean;
  /** `missing` may have changed. */
  refresh(): void;
}

/** Makes a connection that is offline. */
export function createConnection(host: ConnectionHost): Connection {
  const { clock, random, tokens } = host;
  let state: ConnectionState = { phase: "offline" };
  let link: Link | null = null;
  let connectedAt: number | null = null;
  let attempt = 0;
  let unrenewed = 0; // tries in a row to get another token that failed
  let hurried = 0; // tokens in a row that were about to expire when they came: the device's clock is ahead
  let dialing = 0; // counts the tries, so that one that was overtaken can tell
  let failed = false;
  let refused = false; // a token was refused, and no connection was steady since
  const timers = new Map<"connect" | "retry" | "renew" | "leave", () => void>();

  function become(next: ConnectionState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    host.state(next);
  }

  function timer(name: "connect" | "retry" | "renew" | "leave", ms: number, task: () => void): void {
    timers.get(name)?.();
    timers.set(name, clock.after(ms, task));
  }

  function drop(): void {
    dialing++;
    for (const cancel of timers.values()) cancel();
    timers.clear();
    link?.drop();
    link = null;
    const was = connectedAt;
    connectedAt = null;
    if (was !== null) host.lost();
  }

  async function dial(reason: TokenReason = "connect"): Promise<void> {
    drop();
    const mine = dialing;
    become({ phase: "connecting", attempt });
    timer("connect", CONNECT_WITHIN_MS, () => lost(ABNORMAL));
    try {
      const token = await tokens.get(reason);
      if (mine === dialing) open(token);
    } catch (thrown) {
      if (mine !== dialing) return;
      const error = asChatError(thrown);
      if (error.code === "unauthenticated") end(UNAUTHENTICATED, error.code);
      else lost(ABNORMAL, error.retryAfterMs, error.message);
    }
  }

  function open(token: string): void {
    const opened: Link = openLink(host.open, host.address(failed), {
      clock,
      opened: () => opened.send({ type: "connect", ref: "connect", token, ...host.greeting() }),
      frame: (frame) => handle(frame),
      closed: (code) => lost(code),
    });
    link = opened;
    failed = false;
  }

  function handle(frame: Frame): void {
    if (frame.type === "connected") {
      connected(frame);
    } else if (frame.type === "reconnect") {
      timer("leave", Number(frame["afterMs"] ?? 0), () => void leave());
    } else if (frame.type === "authenticated") {
      renewBefore(Number(frame["tokenExpiresAt"]));
    } else if (frame.type === "error" && connectedAt === null && frame.room === undefined) {
      connectRefused(frame);
    } else {
      host.frame(frame);
    }
  }

  function connected(frame: Frame): void {
    if (connectedAt !== null) return;
    timers.get("connect")?.();
    connectedAt = clock.now();
    unrenewed = 0;
    link?.heartbeat(Number(frame["pingMs"]) || 25_000);
    renewBefore(Number(frame["tokenExpiresAt"]));
    host.connected(frame);
    refresh();
  }

  function connectRefused(frame: Frame): void {
    const message = String(frame["message"]);
    if (isTemporary(frame["code"] as ErrorCode)) lost(ABNORMAL, Number(frame["retryAfterMs"] ?? 0), message);
    else end(4400, message);
  }

  // This gateway is about to stop: another one is asked at once.
  function leave(): void {
    failed = true;
    void dial();
  }

  function lost(code: number, atLeastMs = 0, reason?: string): void {
    if (connectedAt !== null && clock.now() - connectedAt >= STEADY_AFTER_MS) {
      attempt = 0;
      refused = false;
    }
    drop();
    if (code === UNAUTHENTICATED && tokens.renewable && !refused) {
      refused = true;
      void dial("refused");
      return;
    }
    const final = FINAL[code];
    if (final !== undefined) return end(code, final);
    failed = true;
    if (code === FLOODING) attempt = Math.max(attempt, 3);
    const wait = atLeastMs + backoff(random, attempt++);
    become({ phase: "offline", retryAt: clock.now() + wait, reason: reason ?? `closed with ${code}` });
    timer("retry", wait, () => void dial());
  }

  function end(code: number, reason: string): void {
    drop();
    become({ phase: "ended", code, reason });
  }

  function renewBefore(expiresAt: number): void {
    if (!tokens.renewable || !Number.isFinite(expiresAt)) return;
    const left = expiresAt - clock.now();
    hurried = left > 2 * RENEW_PAUSE_MS ? 0 : hurried + 1;
    const pause = Math.min(RENEW_PAUSE_MS * 4 ** Math.max(0, hurried - 1), LONGEST_RENEW_PAUSE_MS);
    timer("renew", Math.max(left - Math.min(RENEW_AHEAD_MS, left / 3), pause), () => void renew());
  }

  async function renew(): Promise<void> {
    const mine = dialing;
    try {
      const token = await tokens.get("expiring");
      unrenewed = 0;
      if (mine === dialing) link?.send({ type: "auth", token });
    } catch (thrown) {
      if (mine !== dialing) return;
      const error = asChatError(thrown);
      // Where the sign-in has ended the server closes the socket, which then ends the connection.
      if (error.temporary) timer("renew", (error.retryAfterMs ?? 0) + backoff(random, unrenewed++), () => void renew());
    }
  }

  function refresh(): void {
    if (connectedAt === null) return;
    const missing = host.missing();
    become(missing > 0 ? { phase: "catching-up", missing } : { phase: "live" });
  }

  return {
    get state() {
      return state;
    },
    get connected() {
      return connectedAt !== null;
    },
    start() {
      if (state.phase !== "offline" && state.phase !== "ended") return;
      attempt = 0;
      refused = false;
      void dial();
    },
    stop() {
      drop();
      become({ phase: "offline" });
    },
    wake() {
      if (state.phase === "offline" && state.retryAt !== undefined) void dial();
      else if (connectedAt !== null) link?.probe();
    },
    send(frame) {
      if (connectedAt === null) return false;
      link?.send(frame);
      return true;
    },
    refresh,
  };
}

/** The failure that an error frame tells of. */
export function errorOf(frame: Frame): ChatError {
  return new ChatError({
    code: frame["code"] as ErrorCode,
    message: String(frame["message"]),
    retryAfterMs: frame["retryAfterMs"] as number | undefined,
  });
}
