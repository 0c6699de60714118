import type {Member, MemberChange, RoomChange, RoomDetails} from "@chat-backbone/client";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {seldom} from "../src/chat/seldom.ts";
import {detailsAfter, membersAfter, withPage} from "../src/members/changes.ts";

const DETAILS: RoomDetails = {room: "r", name: "R", visibility: "public", role: "member", memberCount: 2, lastSeq: 10, slowModeSeconds: 0};
const member = (id: string): Member => ({user: {id, username: id}, role: "member", joinedAt: 1});
const event = (seq: number, id: string, action: MemberChange["action"], role?: Member["role"]): MemberChange => ({
  type: "member",
  room: "r",
  seq,
  prev: seq - 1,
  id: `e${seq}`,
  at: seq,
  user: {id, username: id},
  action,
  ...(role && {role}),
});

describe("the members of a room", () => {
  const list = [member("ann"), member("bob")];
  const ids = (members: readonly Member[]) => members.map(({user}) => user.id);

  it("follow its events", () => {
    expect(ids(membersAfter(list, event(11, "cleo", "joined")))).toEqual(["ann", "bob", "cleo"]);
    expect(membersAfter(list, event(11, "bob", "joined"))).toBe(list);
    for (const action of ["left", "kicked", "banned"] as const) expect(ids(membersAfter(list, event(11, "bob", action)))).toEqual(["ann"]);
    expect(membersAfter(list, event(11, "bob", "role", "owner"))[1]?.role).toBe("owner");
    expect(membersAfter(list, event(11, "bob", "muted"))).toBe(list);
  });

  it("stand once if a further page has one who came meanwhile", () => {
    expect(ids(withPage(list, [member("bob"), member("cleo")]))).toEqual(["ann", "bob", "cleo"]);
  });
});

describe("the details of a room", () => {
  it("count members by events, each once", () => {
    const more = detailsAfter(DETAILS, event(11, "cleo", "joined"), "me");
    expect(more).toMatchObject({memberCount: 3, role: "member"});
    expect(detailsAfter(more, event(11, "cleo", "joined"), "me")).toBe(more);
    expect(detailsAfter(more, event(12, "bob", "left"), "me").memberCount).toBe(2);
    expect(detailsAfter(more, event(12, "bob", "muted"), "me").memberCount).toBe(3);
  });

  it("have my role", () => {
    expect(detailsAfter(DETAILS, event(11, "me", "role", "moderator"), "me").role).toBe("moderator");
    expect(detailsAfter(DETAILS, event(11, "me", "kicked"), "me")).not.toHaveProperty("role");
    expect(detailsAfter(DETAILS, event(11, "me", "muted"), "me").role).toBe("member");
    expect(detailsAfter(DETAILS, event(11, "bob", "role", "owner"), "me").role).toBe("member");
  });

  it("have the settings", () => {
    const change: RoomChange = {
      type: "room", room: "r", seq: 11, prev: 10, id: "e", at: 1, action: "changed", name: "New", visibility: "private", slowModeSeconds: 5,
    };
    expect(detailsAfter(DETAILS, change, "me")).toMatchObject({name: "New", visibility: "private", slowModeSeconds: 5, memberCount: 2});
  });
});

describe("work of all readers of a room", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is done once in ten seconds, and by each at another moment", () => {
    const done: string[] = [];
    const early = seldom(() => done.push("early"), () => 0);
    const late = seldom(() => done.push("late"), () => 0.9);
    for (let times = 0; times < 99; times++) {
      early.ask();
      late.ask();
      vi.advanceTimersByTime(100);
    }
    expect(done).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(done).toEqual(["early"]);
    vi.advanceTimersByTime(30_000);
    expect(done).toEqual(["early", "late"]);
    early.ask();
    early.stop();
    vi.advanceTimersByTime(60_000);
    expect(done).toEqual(["early", "late"]);
  });
});
