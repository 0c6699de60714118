import { ChatError } from "./errors.js";
import type { TokenReason, TokenSource } from "./types.js";

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
export function createTokens(source: TokenSource): Tokens {
  let held: string | null = typeof source === "string" ? source : null;
  let asking: Promise<string> | null = null;

  async function ask(reason: TokenReason): Promise<string> {
    if (typeof source !== "string") return (held = await source(reason));
    if (reason === "connect") return source;
    throw new ChatError({ code: "unauthenticated", message: "no other token" });
  }

  return {
    current: () => held,
    get(reason) {
      asking ??= ask(reason).finally(() => (asking = null));
      return asking;
    },
    renewable: typeof source !== "string",
  };
}
