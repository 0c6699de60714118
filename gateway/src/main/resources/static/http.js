// Longer than a gateway takes to give up on its own back ends, so that its answer is seen.
const TIMEOUT_MS = 20_000;

/** A request that did not succeed: a problem the gateway told of, or (status 0) no answer at all. */
export class Problem extends Error {
  constructor({status, code, detail, errors = [], retryAfterMs = null}) {
    super(detail || code);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the same request may succeed later. */
  get temporary() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/**
 * One JSON request to the gateway that served this page.
 *
 * @returns {Promise<object|null>} the answer's body, null where there is none
 * @throws {Problem} for every failure
 */
export async function request(method, path, {body, token, keepalive = false} = {}) {
  const headers = {Accept: "application/json, application/problem+json"};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  let text;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      keepalive,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await response.text();
  } catch {
    throw new Problem({status: 0, code: "unreachable"});
  }
  const answer = parsed(text);
  if (response.ok) return answer;
  throw new Problem({
    status: response.status,
    code: answer?.code ?? "unknown",
    detail: answer?.detail ?? answer?.title,
    errors: Array.isArray(answer?.errors) ? answer.errors : [],
    retryAfterMs: retryAfterMs(response.headers.get("Retry-After")),
  });
}

/** A sentence for the person before the screen. */
export function explain(problem) {
  const soon = problem.retryAfterMs > 0 ? `in ${seconds(problem.retryAfterMs)}` : "in a moment";
  if (problem.status === 0) return `The gateway ${location.host} does not answer. Is it running?`;
  if (problem.status === 429) return `That was a bit too often. Please try again ${soon}.`;
  if (problem.status === 503) return `The service cannot do this right now. Please try again ${soon}.`;
  if (problem.status >= 500) return "Something went wrong on our side. Please try again in a moment.";
  return problem.message || "That did not work.";
}

/** Whole seconds, rounded up, as words: `1 second`, `12 seconds`. */
export function seconds(ms) {
  const count = Math.max(1, Math.ceil(ms / 1000));
  return count === 1 ? "1 second" : `${count} seconds`;
}

// A proxy in between may answer with HTML: that is no reason to fail in another way.
function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function retryAfterMs(header) {
  if (!header) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
