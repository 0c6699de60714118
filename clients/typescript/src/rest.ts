import type { Clock } from "./clock.js";
import { ChatError, type ErrorCode, type FieldError } from "./errors.js";
import type { Tokens } from "./tokens.js";

// Longer than a gateway waits for its own servers, so that its answer is seen.
const TIMEOUT_MS = 20_000;
// A large page over a slow line takes its time.
const BODY_WITHIN_MS = 120_000;

/** How one call differs from the usual. */
export interface CallOptions {
  readonly body?: unknown;
  /** In place of `body`; it may take as long as it takes. */
  readonly form?: Blob;
  readonly query?: { readonly [name: string]: string | number | boolean | undefined };
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds in which the answer must be there, with what is read of it. */
  readonly withinMs?: number;
}

/** The REST interface of the gateways. */
export interface Rest {
  call<T>(method: string, path: string, options?: CallOptions): Promise<T>;
  /** A call whose answer is not JSON. */
  fetch(method: string, path: string, options?: CallOptions): Promise<Response>;
  url(path: string): string;
  /** Runs a call with a token, and once more with a new one if it was refused. */
  authorized<T>(run: (token: string) => Promise<T>): Promise<T>;
}

/** What {@link createRest} needs. */
export interface RestOptions {
  readonly base: () => string;
  readonly tokens: Tokens;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/** Makes {@link Rest}. */
export function createRest({ base, tokens, fetch, clock }: RestOptions): Rest {
  const url = (path: string): string => base() + path;

  async function authorized<T>(run: (token: string) => Promise<T>): Promise<T> {
    const token = tokens.current() ?? (await tokens.get("connect"));
    try {
      return await run(token);
    } catch (problem) {
      if (!(problem instanceof ChatError) || problem.code !== "unauthenticated") throw problem;
      const held = tokens.current();
      return run(held !== null && held !== token ? held : await tokens.get("refused"));
    }
  }

  const send = <T>(method: string, path: string, options: CallOptions, read: (response: Response) => T | Promise<T>): Promise<T> =>
    authorized((token) => answerOf(fetch, clock, method, url(path) + queryOf(options.query), { ...options, token }, read));

  return {
    url,
    authorized,
    fetch: (method, path, options = {}) => send(method, path, options, (response) => response),
    call: <T>(method: string, path: string, options: CallOptions = {}) => send(method, path, options, jsonOf) as Promise<T>,
  };
}

/** One HTTP call and what is read of its answer; anything but success is thrown as {@link ChatError}. */
export async function answerOf<T>(
  fetch: typeof globalThis.fetch,
  clock: Clock,
  method: string,
  address: string,
  { body, form, signal, token, withinMs }: CallOptions & { readonly token?: string },
  read: (response: Response) => T | Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  let cancel = form ? () => {} : clock.after(withinMs ?? TIMEOUT_MS, abort);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  try {
    const response = await fetch(address, {
      method,
      headers: {
        Accept: "application/json, application/problem+json",
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(form && { body: form }),
      credentials: "omit",
      cache: "no-store",
      signal: stop.signal,
    });
    if (!form && !withinMs) {
      cancel();
      cancel = clock.after(BODY_WITHIN_MS, abort);
    }
    if (response.ok) return await read(response);
    throw problemOf(response.status, await response.text(), response.headers.get("Retry-After"));
  } catch (thrown) {
    if (thrown instanceof ChatError) throw thrown;
    throw new ChatError({ code: signal?.aborted ? "aborted" : "unreachable", message: String(thrown) });
  } finally {
    cancel();
    signal?.removeEventListener("abort", abort);
  }
}

/** The failure that an answer tells of. A proxy may answer with HTML, so the status decides where there is no code. */
export function problemOf(status: number, text: string, retryAfter: string | null): ChatError {
  const problem = parsed(text) as { code?: ErrorCode; detail?: string; title?: string; errors?: FieldError[] } | null;
  return new ChatError({
    code: problem?.code ?? codeOf(status),
    message: problem?.detail ?? problem?.title,
    status,
    errors: problem?.errors,
    retryAfterMs: retryAfter ? Number(retryAfter) * 1000 || 0 : undefined,
  });
}

/** The body of an answer, undefined where there is none. A network that asks for a sign-in answers with its own page. */
export async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    throw problemOf(response.status, "", null);
  }
}

/** A text as JSON, null if it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeOf(status: number): ErrorCode {
  if (status < 400) return "unreachable";
  if (status === 401) return "unauthenticated";
  if (status === 404) return "not_found";
  return status === 429 || status > 500 ? "unavailable" : "invalid_request";
}

/** Parameters as the query of an address. */
export function queryOf(query: CallOptions["query"]): string {
  const set = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return set.length === 0 ? "" : "?" + new URLSearchParams(set.map(([name, value]) => [name, String(value)]));
}
