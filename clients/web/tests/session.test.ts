import {beforeEach, describe, expect, it, vi} from "vitest";
import {forgetRoom, keepOf} from "../src/chat/keep.ts";
import {type SignInOptions, renew, signInOptions} from "../src/session/issuer.ts";
import {alone, begin, restored, signIn} from "../src/session/session.ts";
import {sessions} from "../src/session/tokens.ts";

/** A storage as a page has it. */
function pageStorage() {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, text: string) => void held.set(key, text),
    removeItem: (key: string) => void held.delete(key),
  };
}

const GRANT = {user: {id: "u1", username: "ann"}, accessToken: "t"};
const CLIENT = {issuer: "https://id.example", clientId: "c", tokenEndpoint: "https://id.example/token"};

beforeEach(() => {
  vi.unstubAllGlobals();
  vi.stubGlobal("localStorage", pageStorage());
  vi.stubGlobal("sessionStorage", pageStorage());
  vi.stubGlobal("navigator", {});
});

describe("a session", () => {
  it("tells all tabs that the person signed out", () => {
    const one = begin(GRANT);
    const other = restored();
    one.signOut();
    expect(one.isSignedOut()).toBe(true);
    expect(other?.isSignedOut()).toBe(true);
    expect(restored()).toBeNull();
  });

  it("that the gateway has ended is no sign-out, also after an earlier one", () => {
    begin(GRANT).signOut();
    const again = begin(GRANT);
    expect(again.isSignedOut()).toBe(false);
    again.forget();
    expect(again.isSignedOut()).toBe(false);
  });

  it("is not brought back by a renewal that was under way at the sign-out", async () => {
    let answer = (_: Response) => {};
    const answered = new Promise<Response>(resolve => (answer = resolve));
    vi.stubGlobal("fetch", (path: string) => (path === "/api/auth/refresh" ? answered : Promise.resolve(new Response())));
    const session = begin({...GRANT, refreshToken: "r"});
    const renewal = session.token(true);
    session.signOut();
    answer(Response.json({accessToken: "t2", refreshToken: "r2"}));
    await expect(renewal).rejects.toMatchObject({status: 401});
    expect(sessions.of("u1")).toBeNull();
  });
});

describe("a renewal", () => {
  /** Locks of a browser in which other tabs hold the named ones for good. */
  const locksHeld = (...held: string[]) => ({
    request: (name: string, {signal}: {signal: AbortSignal}, work: () => Promise<string>) =>
      held.includes(name) ? new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))) : work(),
  });

  it("does not wait for good for a tab that is suspended", async () => {
    vi.stubGlobal("navigator", {locks: locksHeld("chat.renew.u1")});
    await expect(alone("u1", async () => "token", 5)).resolves.toBe("token");
  });

  it("is tried once where no other tab renews", async () => {
    vi.stubGlobal("navigator", {locks: locksHeld()});
    let tries = 0;
    const failing = async () => {
      tries++;
      throw new Error("refused");
    };
    await expect(alone("u1", failing, 5)).rejects.toThrow("refused");
    expect(tries).toBe(1);
  });
});

describe("a renewal whose answer is lost", () => {
  it("is repeated while the gateway still takes the used token", async () => {
    vi.useFakeTimers();
    vi.spyOn(AbortSignal, "timeout").mockImplementation(ms => {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), ms);
      return stop.signal;
    });
    const askedAt: number[] = [];
    const began = Date.now();
    vi.stubGlobal("fetch", (_: string, {signal}: {signal: AbortSignal}) => {
      askedAt.push(Date.now() - began);
      if (askedAt.length > 1) return Promise.resolve(Response.json({accessToken: "t2", refreshToken: "r2"}));
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    });
    const token = begin({...GRANT, refreshToken: "r"}).token(true);
    await vi.advanceTimersByTimeAsync(30_000);
    await expect(token).resolves.toBe("t2");
    expect(askedAt[1]).toBeLessThan(10_000);
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
});

describe("a renewal at an issuer", () => {
  it("is repeated where the call broke off", async () => {
    let calls = 0;
    vi.stubGlobal("fetch", async () => {
      if (++calls < 3) throw new TypeError("cut");
      return Response.json({access_token: "t2"});
    });
    await expect(renew(CLIENT, "r")).resolves.toMatchObject({accessToken: "t2", refreshToken: "r"});
  });

  it("is made once where the issuer is slow, as its token is good once", async () => {
    const stop = new AbortController();
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(stop.signal);
    let calls = 0;
    vi.stubGlobal("fetch", async (_: string, {signal}: {signal: AbortSignal}) => {
      calls++;
      stop.abort();
      throw signal.reason;
    });
    await expect(renew(CLIENT, "r")).rejects.toMatchObject({status: 503});
    expect(calls).toBe(1);
    vi.restoreAllMocks();
  });

  it("is made once where the answer is not JSON", async () => {
    let calls = 0;
    vi.stubGlobal("fetch", async () => (calls++, new Response("<html>")));
    await expect(renew(CLIENT, "r")).rejects.toMatchObject({status: 503});
    expect(calls).toBe(1);
  });

  it.each([
    [400, 401],
    [401, 401],
    [408, 503],
    [429, 503],
    [500, 503],
  ])("that is answered %i fails as %i", async (answered, told) => {
    vi.stubGlobal("fetch", async () => new Response("{}", {status: answered}));
    await expect(renew(CLIENT, "r")).rejects.toMatchObject({status: told});
  });
});

describe("the ways to sign in", () => {
  it("are asked for until the gateway tells them", async () => {
    const answers = [new Response("", {status: 503}), new Response("", {status: 503}), Response.json({local: false, issuers: []})];
    vi.stubGlobal("fetch", async () => answers.shift());
    const told: SignInOptions[] = [];
    await signInOptions(options => told.push(options), new AbortController().signal, 1);
    expect(told.map(({local}) => local)).toEqual([true, false]);
  });
});

describe("a network that answers with a page of its own", () => {
  const page = () => new Response("<html>Welcome to our hotel</html>");

  it("ends no sign-in", async () => {
    vi.stubGlobal("fetch", async () => page());
    const session = begin({...GRANT, refreshToken: "r"});
    await expect(session.token(true)).resolves.toBe("t");
    expect(sessions.of("u1")).toMatchObject({accessToken: "t", refreshToken: "r"});
  });

  it("is no gateway to sign in at, and is not believed what it says of the ways to", async () => {
    vi.stubGlobal("fetch", async () => page());
    await expect(signIn({email: "a@b.example", password: "12345678"})).rejects.toMatchObject({status: 0, code: "unreachable"});
    const answers = [page(), Response.json({local: false, issuers: []})];
    vi.stubGlobal("fetch", async () => answers.shift());
    const told: SignInOptions[] = [];
    await signInOptions(options => told.push(options), new AbortController().signal, 1);
    expect(told.map(({local}) => local)).toEqual([true, false]);
  });
});

describe("the room that was open last", () => {
  it("is not opened again once it was left", () => {
    const last = keepOf("chat.last.u1", pageStorage());
    last.set("room", "dev");
    forgetRoom("u1", "other", last);
    expect(last.get("room")).toBe("dev");
    forgetRoom("u1", "dev", last);
    expect(last.get("room")).toBe("");
  });
});
