import {type ChatError, type Message, createClient} from "@chat-backbone/client";
import type {TimelineItem} from "@chat-backbone/client/store";
import {describe, expect, it} from "vitest";
import {isWhole, mentionAt, rankedFor, withMention} from "../src/room/mentions.ts";
import {textFor} from "../src/room/purpose.ts";
import {readersOf} from "../src/room/readers.ts";
import {retried} from "../src/room/retry.ts";
import {itemAt} from "../src/room/items.ts";
import {rowsOf} from "../src/room/rows.ts";
import {dayAbove} from "../src/room/useTopDay.ts";
import {pastedFiles} from "../src/room/pasted.ts";
import {isTaken} from "../src/room/sending.ts";
import {countAfter} from "../src/room/useFollow.ts";

const MINUTE = 60_000;
const NOON = new Date(2026, 4, 4, 12).getTime();

function message(seq: number, user: string, at: number, more: Partial<Message> = {}): TimelineItem {
  const event: Message = {type: "message", room: "r", seq, prev: 0, id: `m${seq}`, user: {id: user}, at, content: "x", ...more};
  return {key: `m${seq}`, seq, event, pending: null};
}

const kinds = (items: TimelineItem[], readSeq: number | null, complete = false) =>
  rowsOf(items, complete, readSeq, "me").map(row => {
    if (row.kind === "message") return `${row.head ? "head" : "more"} ${row.item.seq}`;
    return row.kind === "day" && row.isNew ? "new day" : row.kind;
  });

describe("rows of a timeline", () => {
  it("group what one author says within five minutes", () => {
    const items = [
      message(1, "ann", NOON),
      message(2, "ann", NOON + 4 * MINUTE),
      message(3, "ann", NOON + 10 * MINUTE),
      message(4, "bob", NOON + 10 * MINUTE),
      message(5, "bob", NOON + 10 * MINUTE, {replyTo: 1}),
    ];
    expect(kinds(items, null)).toEqual(["day", "head 1", "more 2", "head 3", "head 4", "head 5"]);
  });

  it("begin with the beginning, and each day with its name", () => {
    const items = [message(1, "ann", NOON), message(2, "ann", NOON + 24 * 60 * MINUTE)];
    expect(kinds(items, null, true)).toEqual(["beginning", "day", "head 1", "day", "head 2"]);
  });

  it("know the day that they are under", () => {
    const next = NOON + 24 * 60 * MINUTE;
    const rows = rowsOf([message(1, "ann", NOON), message(2, "ann", NOON), message(3, "ann", next)], true, null, "me");
    expect(rows.map((_, index) => dayAbove(rows, index))).toEqual([null, NOON, NOON, NOON, next, next]);
  });

  it("show once where what is new begins, and nothing of mine as new", () => {
    const items = [message(1, "ann", NOON), message(2, "me", NOON), message(3, "ann", NOON), message(4, "ann", NOON)];
    expect(kinds(items, 1)).toEqual(["day", "head 1", "head 2", "new", "head 3", "more 4"]);
    expect(kinds(items, 4)).not.toContain("new");
  });

  it("do not show where what is new begins before it is known", () => {
    const items = [message(2, "ann", NOON), message(3, "ann", NOON)];
    expect(kinds(items, 1)).toEqual(["day", "head 2", "more 3"]);
    expect(kinds(items, 1, true)).toEqual(["beginning", "new day", "head 2", "more 3"]);
  });
});

describe("the item at a position", () => {
  it("is found before unsent messages", () => {
    const items = [message(3, "ann", NOON), message(7, "ann", NOON), message(9, "me", NOON), ...[1, 2, 3, 4].map(() => message(0, "me", NOON))];
    expect([3, 7, 9, 5, 10].map(seq => itemAt(items, seq)?.seq)).toEqual([3, 7, 9, undefined, undefined]);
  });
});

describe("readers", () => {
  it("stand at the last message that they have read or written", () => {
    const rows = rowsOf([message(10, "ann", NOON), message(20, "bob", NOON), message(30, "ann", NOON)], false, null, "me");
    const markers = new Map([
      ["bob", 15],
      ["cleo", 30],
      ["dora", 5],
      ["me", 30],
    ]);
    expect(readersOf(rows, markers, "me")).toEqual(
      new Map([
        ["m20", ["bob"]],
        ["m30", ["cleo"]],
      ]),
    );
  });
});

describe("completion of mentions", () => {
  it("begins where the gateway would see a mention", () => {
    expect(mentionAt("hi @an", 6)).toEqual({at: 3, text: "an"});
    expect(mentionAt("你好@an", 5)).toEqual({at: 2, text: "an"});
    expect(mentionAt("me@an", 5)).toBeNull();
    expect(mentionAt("@an x", 5)).toBeNull();
  });

  it("puts the name in the place of what was written", () => {
    expect(withMention("hi @an now", {at: 3, text: "an"}, "ann")).toEqual({text: "hi @ann now", caret: 8});
  });

  it("offers who is near first, each once, and not me", () => {
    const near = [
      {id: "1", username: "Anton"},
      {id: "me", username: "anna"},
    ];
    const found = [
      {id: "2", username: "x9", name: "Andrea"},
      {id: "1", username: "Anton"},
    ];
    expect(rankedFor("an", near, found, "me").map(({id}) => id)).toEqual(["1", "2"]);
  });
});

describe("an action", () => {
  it("is told as failed if the outbox did not take it", async () => {
    const client = createClient({url: "http://localhost:1", token: "t", outboxCapacity: 1});
    const told: string[] = [];
    const tell = ({code}: ChatError) => void told.push(code);
    expect(isTaken(client, client.room("r").send("one"), tell)).toBe(true);
    const [first] = client.outbox.entries();
    expect(isTaken(client, client.room("r").edit(7, {content: "two"}), tell)).toBe(false);
    expect(client.outbox.entries()).toEqual([first]);
    await client.close();
    expect(isTaken(client, client.room("r").react(7, "👍", false), tell)).toBe(false);
    await Promise.resolve();
    expect(told).toEqual(["outbox_full", "closed"]);
  });
});

describe("a page of messages that failed", () => {
  it("is loaded again at the end where it was missing", async () => {
    const called: string[] = [];
    const call = (name: string) => async () => void called.push(name);
    const timeline = {
      items: [],
      loaded: true,
      loading: null,
      error: null,
      hasOlder: false,
      hasNewer: true,
      loadOlder: call("older"),
      loadNewer: call("newer"),
      jumpTo: call("jump"),
      jumpToNewest: call("newest"),
    };
    for (const failed of ["older", "newer", "first"] as const) await retried(timeline, failed);
    expect(called).toEqual(["older", "newer", "newest"]);
  });
});

describe("the field to write", () => {
  const original = message(1, "me", NOON, {content: "original"}).event as Message;

  it("has the draft again when an edit becomes an answer", () => {
    const edit = {kind: "edit", message: original} as const;
    const reply = {kind: "reply", message: original} as const;
    expect(textFor(edit, {kind: "new"}, "draft")).toBe("original");
    expect(textFor(reply, edit, "draft")).toBe("draft");
    expect(textFor({kind: "new"}, edit, "draft")).toBe("draft");
    expect(textFor(reply, {kind: "new"}, "draft")).toBeNull();
  });
});

it("counts new messages before unsent ones, which stand behind all", () => {
  const items = [1, 2, 3, 4, 0, 0].map(seq => ({seq}));
  expect([countAfter(items, 2), countAfter(items, 4), countAfter(items, null)]).toEqual([2, 0, 0]);
  expect(countAfter([{seq: 3}, {seq: 4}], 2)).toBe(2);
});

it("takes the cells of a table as text, and a file with its name as a file", () => {
  const file = new File(["x"], "a.png");
  const files = [file] as unknown as FileList;
  expect(pastedFiles({files, types: ["text/plain", "text/html", "Files"]})).toEqual([]);
  expect(pastedFiles({files, types: ["text/plain", "Files"]})).toEqual([file]);
  expect(pastedFiles({files, types: ["text/html", "Files"]})).toEqual([file]);
});

it("offers first who is called just as it is written", () => {
  const near = [{id: "u1", username: "annabel"}];
  const found = [{id: "u2", username: "Ann"}, {id: "u1", username: "annabel"}];
  expect(rankedFor("ann", near, found, "me").map(({username}) => username)).toEqual(["Ann", "annabel"]);
  expect(rankedFor("an", near, found, "me").map(({username}) => username)).toEqual(["annabel", "Ann"]);
  expect(found.map(user => isWhole("ann", user))).toEqual([true, false]);
});
