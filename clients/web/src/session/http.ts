import type {Words} from "../i18n/en.ts";

// Longer than a gateway takes to give up on its own back ends, so that its answer is seen.
const TIMEOUT_MS = 20_000;

/** A field of a form that the gateway refused. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** A request that failed: a problem that the server told, or (status 0) no answer at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly errors: readonly FieldError[] = [],
    readonly retryAfterMs = 0,
    /** For problems that the gateway did not tell: a sentence of its own. */
    readonly say: ((words: Words) => string) | null = null,
  ) {
    super(code);
  }
}

/** The common fields of failed calls, of this module or of the client. */
interface Failure {
  readonly code?: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
}

/** A sentence for the person at the screen. */
export function explain(failure: unknown, words: Words): string {
  if (failure instanceof Problem && failure.say) return failure.say(words);
  const {code, status, retryAfterMs = 0} = (failure instanceof Error ? failure : {}) as Failure;
  switch (code) {
    case "rate_limited":
      return words.tooOften(Math.max(1, Math.ceil(retryAfterMs / 1000)));
    case "unavailable":
      return words.notNow;
    case "forbidden":
      return words.notAllowed;
    case "not_found":
      return words.notThere;
    case "conflict":
      return words.conflict;
    case "too_large":
      return words.tooLarge;
    case "unsupported_type":
      return words.wrongType;
    case "internal":
      return words.ourFault;
    case "outbox_full":
      return words.outboxFull;
    case "unreachable":
      return words.unreachable(location.host);
  }
  if (status === 0) return words.unreachable(location.host);
  return (status ?? 0) >= 500 ? words.ourFault : words.didNotWork;
}

// A gateway takes a used refresh token for ten seconds: the first tries end within them.
const TRIES_MS = [4_000, 4_000, 20_000];

/** Repeats a call whose answer did not come. */
export async function repeated<Answer>(call: (withinMs: number) => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    try {
      return await call(TRIES_MS[tries] ?? 0);
    } catch (problem) {
      if (tries === TRIES_MS.length - 1 || !(problem instanceof Problem) || problem.status !== 0) throw problem;
    }
  }
}

/** A request to the gateway that served this application, JSON in and out. */
export async function request<Answer>(
  method: string,
  path: string,
  options: {body?: unknown; token?: string; keepalive?: boolean; withinMs?: number} = {},
): Promise<Answer> {
  const headers: Record<string, string> = {Accept: "application/json, application/problem+json"};
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.token) headers.Authorization = `Bearer ${options.token}`;
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: options.body === undefined ? null : JSON.stringify(options.body),
      credentials: "omit",
      cache: "no-store",
      keepalive: options.keepalive ?? false,
      signal: AbortSignal.timeout(options.withinMs ?? TIMEOUT_MS),
    });
    text = await response.text();
  } catch {
    throw new Problem(0, "unreachable");
  }
  const answer = parsed(text);
  if (!response.ok) throw problemOf(response, answer);
  // The page of a network that asks for a sign-in is no answer of a gateway.
  if (answer === null && text !== "") throw new Problem(0, "unreachable");
  return answer as Answer;
}

function problemOf(response: Response, answer: unknown): Problem {
  const {code = "unknown", errors = []} = (answer ?? {}) as {code?: string; errors?: FieldError[]};
  const seconds = Number(response.headers.get("Retry-After") ?? 0);
  return new Problem(response.status, code, Array.isArray(errors) ? errors : [], seconds > 0 ? seconds * 1000 : 0);
}

// A proxy in between may answer with HTML: that is no reason to fail in another way.
function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
