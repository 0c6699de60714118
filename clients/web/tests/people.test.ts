import type {User} from "@chat-backbone/client";
import {expect, it} from "vitest";
import {createProfiles} from "../src/people/profiles.ts";

const MINUTE_MS = 60_000;

function setup() {
  const asked: string[] = [];
  const answers = new Map<string, (user: User | null) => void>();
  let now = 0;
  const get = (id: string) => {
    asked.push(id);
    return new Promise<User>((resolve, reject) => answers.set(id, user => (user ? resolve(user) : reject(new Error()))));
  };
  const profiles = createProfiles(get, () => now);
  const answer = async (id: string, user: User | null) => {
    answers.get(id)?.(user);
    await new Promise(resolve => setTimeout(resolve));
  };
  return {asked, profiles, answer, pass: (ms: number) => (now += ms)};
}

const userOf = (id: string, name: string): User => ({id, username: id, name});

it("asks for a profile once, however many ask for it, and again after a while", async () => {
  const {asked, profiles, answer, pass} = setup();
  for (let i = 0; i < 5; i++) profiles.ask("u1");
  await answer("u1", userOf("u1", "Ann"));
  profiles.ask("u1");
  expect(asked).toEqual(["u1"]);
  expect(profiles.of("u1")?.name).toBe("Ann");
  pass(11 * MINUTE_MS);
  profiles.ask("u1");
  expect(asked).toEqual(["u1", "u1"]);
  expect(profiles.of("u1")?.name).toBe("Ann");
});

it("asks for three profiles at once, then for those that were asked for last", async () => {
  const {asked, profiles, answer} = setup();
  for (let i = 0; i < 200; i++) profiles.ask(`u${i}`);
  expect(asked).toEqual(["u0", "u1", "u2"]);
  await answer("u0", null);
  expect(asked.at(-1)).toBe("u199");
  expect(profiles.of("u0")).toBeNull();
});

it("keeps what was changed here over an answer from before", async () => {
  const {profiles, answer} = setup();
  const seen: (string | undefined)[] = [];
  profiles.subscribe(() => seen.push(profiles.of("me")?.name));
  profiles.ask("me");
  profiles.set(userOf("me", "new"));
  await answer("me", userOf("me", "old"));
  expect(seen).toEqual(["new"]);
});
