import type { Clock } from "./clock.js";
import { ChatError } from "./errors.js";
import type { TokenReason, TokenSource } from "./types.js";

const ANSWER_WITHIN_MS = 20_000;
// An application that never answers is asked again; a person may take minutes to sign in.
const FORGOTTEN_AFTER_MS = 300_000;

/** The access token in use, and how to get another one. */
export interface Tokens {
  /** The last token, or null before the first. */
  current(): string | null;
  /** Asks the application; calls at the same time get the same answer. */
  get(reason: TokenReason): Promise<string>;
  /** Whether there can be another token. */
  readonly renewable: boolean;
}

/** Makes {@link Tokens} of what the application gave. */
export function createTokens(source: TokenSource, clock: Clock): Tokens {
  let held: string | null = typeof source === "string" ? source : null;
  let asking: Promise<string> | null = null;

  async function ask(reason: TokenReason): Promise<string> {
    if (typeof source !== "string") return source(reason);
    if (reason === "connect") return source;
    throw new ChatError({ code: "unauthenticated", message: "no other token" });
  }

  function shared(reason: TokenReason): Promise<string> {
    if (asking) return asking;
    const forget = (): void => {
      if (asking === mine) asking = null;
    };
    const cancel = clock.after(FORGOTTEN_AFTER_MS, forget);
    const mine: Promise<string> = ask(reason)
      .then((token) => (asking === mine ? (held = token) : token))
      .finally(() => {
        cancel();
        forget();
      });
    return (asking = mine);
  }

  function inTime(answer: Promise<string>): Promise<string> {
    return new Promise((resolve, reject) => {
      const late = (): void => reject(new ChatError({ code: "unreachable", message: "no token came" }));
      const cancel = clock.after(ANSWER_WITHIN_MS, late);
      answer.finally(cancel).then(resolve, reject);
    });
  }

  return {
    current: () => held,
    get: (reason) => inTime(shared(reason)),
    renewable: typeof source !== "string",
  };
}
