import type {Words} from "../i18n/en.ts";
import {Problem, repeated, request} from "./http.ts";
import type {Account, Grant} from "./tokens.ts";

const KEY = "chat.signing-in";

/** An issuer at which this application may sign people in. */
export interface Issuer {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly audience: string;
}

/** The facts needed to renew a token of an issuer. */
export interface IssuerClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly tokenEndpoint: string;
}

/** The ways to sign in. */
export interface SignInOptions {
  readonly local: boolean;
  readonly issuers: readonly Issuer[];
}

interface Metadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
}

interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_in?: number;
}

interface Departure {
  readonly client: IssuerClient;
  readonly verifier: string;
  readonly state: string;
  readonly hash: string;
}

const FORM_ONLY: SignInOptions = {local: true, issuers: []};
const GRANT_WITHIN_MS = 20_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Asks the gateway for the ways to sign in until it answers; until then its own form is one. */
export async function signInOptions(
  tell: (options: SignInOptions) => void,
  signal: AbortSignal,
  firstPauseMs = FIRST_PAUSE_MS,
): Promise<void> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      const options = await request<SignInOptions>("GET", "/signin.json");
      return signal.aborted ? undefined : tell(options);
    } catch {
      if (tries === 0 && !signal.aborted) tell(FORM_ONLY);
    }
    const pauseMs = Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** tries) * Math.random();
    await new Promise(resolve => setTimeout(resolve, pauseMs));
  }
}

/** Goes to an issuer's page to sign in there (authorization code with PKCE, RFC 7636). */
export async function leaveFor({issuer, clientId, scope, audience}: Issuer): Promise<void> {
  const metadata = await json<Metadata>(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  if (metadata.issuer !== issuer) throw failed(words => words.issuerOther(issuer));
  const departure: Departure = {
    client: {issuer, clientId, tokenEndpoint: metadata.token_endpoint},
    verifier: random(),
    state: random(),
    hash: location.hash,
  };
  sessionStorage.setItem(KEY, JSON.stringify(departure));
  const page = new URL(metadata.authorization_endpoint);
  const parameters = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri(),
    scope,
    audience,
    state: departure.state,
    code_challenge: await challengeOf(departure.verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) page.searchParams.set(name, value);
  location.assign(page);
}

/** The tokens with which a person comes back from an issuer; null if the person comes from elsewhere. */
export async function comeBack(): Promise<Grant | null> {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("state")) return null;
  const left = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Departure | null;
  sessionStorage.removeItem(KEY);
  history.replaceState(null, "", location.pathname + (left?.hash ?? location.hash));
  if (left?.state !== answer.get("state") || (answer.get("iss") ?? left.client.issuer) !== left.client.issuer) {
    throw failed(words => words.foreignSignIn);
  }
  const code = answer.get("code");
  if (code === null) throw failed(words => answer.get("error_description") ?? answer.get("error") ?? words.didNotWork);
  const tokens = await tokensOf(left.client, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri(),
    code_verifier: left.verifier,
  });
  return {...tokens, user: await request<Account>("GET", "/api/users/profile", {token: tokens.accessToken})};
}

/** New tokens for a refresh token of an issuer. */
export async function renew(client: IssuerClient, refreshToken: string): Promise<Omit<Grant, "user">> {
  return {refreshToken, ...(await tokensOf(client, {grant_type: "refresh_token", refresh_token: refreshToken}))};
}

async function tokensOf(client: IssuerClient, grant: Record<string, string>): Promise<Omit<Grant, "user">> {
  const body = new URLSearchParams({client_id: client.clientId, ...grant});
  const answer = await json<TokenAnswer>(client.tokenEndpoint, {method: "POST", body});
  return {
    accessToken: answer.access_token,
    ...(answer.refresh_token && {refreshToken: answer.refresh_token}),
    ...(answer.expires_in && {expiresIn: answer.expires_in}),
    client,
  };
}

// A code or a refresh token is good once, and issuers end the sign-in of one that comes again (RFC 9700, 4.14.2). So
// a slow answer is waited for, and only a call that broke off is made again: its grant is lost anyway if it was taken.
function json<Answer>(address: string, options: RequestInit = {}): Promise<Answer> {
  const whole = options.body ? AbortSignal.timeout(GRANT_WITHIN_MS) : null;
  return repeated(withinMs => answerOf<Answer>(address, {...options, signal: whole ?? AbortSignal.timeout(withinMs)}));
}

async function answerOf<Answer>(address: string, options: RequestInit): Promise<Answer> {
  const {host} = new URL(address);
  let response: Response;
  try {
    response = await fetch(address, {...options, credentials: "omit"});
  } catch {
    throw failed(words => words.issuerSilent(host), options.body && options.signal?.aborted ? 503 : 0);
  }
  if (response.ok) {
    return response.json().catch(() => {
      throw failed(words => words.issuerSilent(host), 503);
    }) as Promise<Answer>;
  }
  // Only these are about the grant itself (RFC 6749, 5.2); a 429, for one, is over after a while.
  const final = response.status === 400 || response.status === 401;
  throw failed(words => words.issuerRefuses(host), final ? 401 : 503);
}

function failed(say: (words: Words) => string, status = 400): Problem {
  return new Problem(status, "sign_in", [], 0, say);
}

function redirectUri(): string {
  return `${location.origin}/`;
}

function random(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

async function challengeOf(verifier: string): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
