import {Problem, request} from "./http.js";

const KEY = "chat.signing-in";
const TIMEOUT_MS = 20_000;

/**
 * Where people can sign in.
 *
 * @returns {Promise<{local: boolean, issuers: {issuer: string, clientId: string, scope: string, audience: string}[]}>}
 */
export async function signInOptions() {
  try {
    return await request("GET", "/signin.json");
  } catch {
    return {local: true, issuers: []};
  }
}

/** Goes to an issuer's page to sign in there (authorization code with PKCE, RFC 7636). */
export async function leaveFor({issuer, clientId, scope, audience}) {
  const metadata = await json(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  if (metadata.issuer !== issuer) throw failed(`${issuer} says that it is another issuer.`);
  const verifier = random();
  const state = random();
  const client = {issuer, clientId, tokenEndpoint: metadata.token_endpoint};
  sessionStorage.setItem(KEY, JSON.stringify({client, verifier, state, hash: location.hash}));
  const page = new URL(metadata.authorization_endpoint);
  const parameters = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri(),
    scope,
    audience,
    state,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) page.searchParams.set(name, value);
  location.assign(page);
}

/**
 * What a session begins with when the person comes back from an issuer.
 *
 * @returns {Promise<?object>} null if they do not come from there
 * @throws {Problem} when they did not sign in
 */
export async function comeBack() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("state")) return null;
  const left = JSON.parse(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  history.replaceState(null, "", location.pathname + (left?.hash ?? ""));
  if (left?.state !== answer.get("state") || (answer.get("iss") ?? left.client.issuer) !== left.client.issuer) {
    throw failed("This sign-in did not begin in this tab. Please try again.");
  }
  if (!answer.has("code")) throw failed(answer.get("error_description") ?? answer.get("error") ?? "No sign-in.");
  const tokens = await tokensOf(left.client, {
    grant_type: "authorization_code",
    code: answer.get("code"),
    redirect_uri: redirectUri(),
    code_verifier: left.verifier,
  });
  return {...tokens, user: await request("GET", "/api/users/profile", {token: tokens.accessToken})};
}

/** New tokens for a refresh token. */
export function renew(client, refreshToken) {
  return tokensOf(client, {grant_type: "refresh_token", refresh_token: refreshToken});
}

async function tokensOf(client, grant) {
  const body = new URLSearchParams({client_id: client.clientId, ...grant});
  const answer = await json(client.tokenEndpoint, {method: "POST", body});
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? grant.refresh_token,
    expiresIn: answer.expires_in,
    client,
  };
}

async function json(address, options = {}) {
  let response;
  try {
    response = await fetch(address, {...options, credentials: "omit", signal: AbortSignal.timeout(TIMEOUT_MS)});
    if (response.ok) return await response.json();
  } catch {
    throw failed(`${new URL(address).host} does not answer this page.`, 503);
  }
  throw failed(`${new URL(address).host} refuses to sign you in.`, response.status < 500 ? 401 : 503);
}

function failed(detail, status = 400) {
  return new Problem({status, code: "sign_in", detail});
}

function redirectUri() {
  return `${location.origin}/`;
}

function random() {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

async function challengeOf(verifier) {
  return base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

function base64Url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
