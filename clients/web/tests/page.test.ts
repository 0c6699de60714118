import type {MyRoom, RoomDetails} from "@chat-backbone/client";
import {describe, expect, it} from "vitest";
import {keepOf} from "../src/chat/keep.ts";
import {hashOf, routeOf} from "../src/chat/route.ts";
import {de} from "../src/i18n/de.ts";
import {en} from "../src/i18n/en.ts";
import {firstLanguage} from "../src/i18n/language.ts";
import {addressFor} from "../src/inbox/address.ts";
import {fits, openRoom, titleOf} from "../src/inbox/rooms.ts";
import {rightsOver} from "../src/members/rights.ts";
import {inWords as stateInWords} from "../src/shell/Connection.tsx";
import {inWords} from "../src/signin/fields.ts";
import {beforeSignOut} from "../src/shell/sign-out.ts";
import {heldFrom, isDue} from "../src/session/tokens.ts";

describe("the address of the page", () => {
  it("names a room and perhaps a message", () => {
    expect(routeOf("#general")).toEqual({room: "general", seq: null});
    expect(routeOf(hashOf("dev", 142))).toEqual({room: "dev", seq: 142});
  });

  it("is nothing where it names no room", () => {
    for (const hash of ["", "#", "#Über", "#/x", "#-a", `#${"a".repeat(65)}`]) expect(routeOf(hash).room).toBeNull();
    expect(routeOf("#a/9999999999999999").seq).toBeNull();
    expect(routeOf("#a/b").seq).toBeNull();
  });
});

describe("the connection", () => {
  it("is told in words, with the number of messages that are missing", () => {
    expect(stateInWords({phase: "catching-up", missing: 37}, en)).toBe("Catching up, 37 messages");
    expect(stateInWords({phase: "catching-up", missing: 37}, de)).toBe("Holt nach, 37 Nachrichten");
    expect(stateInWords({phase: "catching-up", missing: 1}, en)).toBe("Catching up, 1 message");
  });
});

describe("drafts", () => {
  it("are kept for the fifty rooms that were written in last", () => {
    const held = new Map<string, string>();
    const storage = {getItem: (key: string) => held.get(key) ?? null, setItem: (key: string, text: string) => void held.set(key, text)};
    const drafts = keepOf("drafts", storage);
    for (let index = 0; index < 60; index++) drafts.set(`room-${index}`, `text ${index}`);
    drafts.set("room-59", "");
    expect(drafts.get("room-9")).toBe("");
    expect(drafts.get("room-10")).toBe("text 10");
    expect(drafts.get("room-59")).toBe("");
    expect(keepOf("drafts", storage).get("room-58")).toBe("text 58");
    expect(keepOf("drafts", storage).all().get("room-58")).toBe("text 58");
  });

  it("survive what is no draft", () => {
    expect(keepOf("x", {getItem: () => "{", setItem: () => {}}).get("a")).toBe("");
    const broken = keepOf("x", {getItem: () => '[1,null,["b"],["c","d"]]', setItem: () => {}});
    expect([...broken.all()]).toEqual([["c", "d"]]);
  });
});

describe("the language", () => {
  it("is the chosen one, else the first that the browser wants and we have", () => {
    expect(firstLanguage("de", ["en"])).toBe("de");
    expect(firstLanguage(null, ["fr", "de-AT", "en"])).toBe("de");
    expect(firstLanguage(null, ["fr"])).toBe("en");
  });
});

describe("the address of a new room", () => {
  it("is made from its name", () => {
    expect(addressFor("Größe & Maß!")).toBe("groesse-mass");
    expect(addressFor("Café  Crème")).toBe("cafe-creme");
    expect(addressFor("…")).toBe("");
    expect(addressFor("a".repeat(80))).toHaveLength(64);
  });
});

describe("rights over a member", () => {
  it("are all for owners, and over plain members for moderators", () => {
    expect(rightsOver("owner", "moderator")).toEqual({moderate: true, roles: true});
    expect(rightsOver("moderator", "member")).toEqual({moderate: true, roles: false});
    expect(rightsOver("moderator", "moderator")).toEqual({moderate: false, roles: false});
    expect(rightsOver("member", "member")).toEqual({moderate: false, roles: false});
    expect(rightsOver(undefined, "member")).toEqual({moderate: false, roles: false});
  });
});

describe("a field that the gateway refused", () => {
  it("is described in the language of the page", () => {
    for (const field of ["email", "username", "password"]) {
      expect(inWords("invalid_request", {field, message: "must match"}, de).message).not.toBe("must match");
      expect(inWords("conflict", {field, message: "taken"}, de).message).toBe(de.taken);
    }
    expect(inWords("invalid_request", {field: "email", message: "must match"}, de).message).toContain("E-Mail");
  });
});

describe("the sign-out", () => {
  it("asks first if unsent changes would be lost", async () => {
    let out = false;
    expect(beforeSignOut(0, en, () => (out = true))).toBeNull();
    const question = beforeSignOut(3, en, () => (out = true));
    expect(question?.text).toContain("3 unsent changes are");
    expect(out).toBe(false);
    await question?.run();
    expect(out).toBe(true);
  });
});

describe("a token", () => {
  it("is renewed before it ends", () => {
    const held = heldFrom({user: {id: "u", username: "u"}, accessToken: "t", expiresIn: 600}, 0);
    expect(isDue(held, 500_000)).toBe(false);
    expect(isDue(held, 511_000)).toBe(true);
  });
});

describe("a room that is not among mine", () => {
  const details = {room: "r1", name: "Plans", visibility: "public", memberCount: 2, lastSeq: 0, slowModeSeconds: 0} as RoomDetails;

  it("has its name, or that of the other user", () => {
    expect(titleOf(openRoom(details, null), en)).toBe("Plans");
    expect(titleOf(openRoom({...details, name: ""}, null), en)).toBe("r1");
    const direct: RoomDetails = {...details, name: "", direct: "u2", role: "member"};
    expect(titleOf(openRoom(direct, {id: "u2", username: "ben"}), en)).toBe("ben");
    expect(titleOf(openRoom(direct, null), en)).toBe("New message");
    expect([openRoom(details, null).isMember, openRoom(direct, null).isMember]).toEqual([false, true]);
  });
});

it("a conversation is found by its address, its title, and the chosen name of the other", () => {
  const room = {room: "r1", name: "", kind: "direct", with: {id: "u2", username: "ben"}} as MyRoom;
  const profileOf = () => ({id: "u2", username: "ben", name: "Benjamin Wood"});
  for (const wanted of ["", "R1", "ben", "wood"]) expect(fits(room, wanted, en, profileOf)).toBe(true);
  expect(fits(room, "cleo", en, profileOf)).toBe(false);
  expect(fits(room, "wood", en, () => null)).toBe(false);
});
