import assert from "node:assert/strict";
import { test } from "node:test";
import { createHub, type Hub, type ToTab } from "../src/hub.js";
import type { SocketLike } from "../src/types.js";
import type { Frame } from "./support/gateway.js";

interface HubSetup {
  readonly hub: Hub;
  /** What the hub has sent over its socket since the last look. */
  sent(): Frame[];
  /** What the hub has told a tab since the last look. */
  told(tab: string): Frame[];
  /** A frame of the server. */
  receive(frame: object): void;
  /** The socket opens. */
  opened(): void;
  readonly posts: ToTab[];
  gone(tab: string): void;
}

function setupHub(): HubSetup {
  const out: Frame[] = [];
  const posts: ToTab[] = [];
  const watched = new Map<string, () => void>();
  const socket: SocketLike = { onopen: null, onmessage: null, onclose: null, onerror: null, send: (text) => void out.push(JSON.parse(text)), close() {} };
  const hub = createHub(
    () => socket,
    (message) => void posts.push(message),
    (tab, gone) => {
      watched.set(tab, gone);
      return () => void watched.delete(tab);
    },
  );
  return {
    hub,
    posts,
    sent: () => out.splice(0),
    told(tab) {
      const mine = posts.filter((post) => post.tab === tab && post.text !== undefined);
      for (const post of mine) posts.splice(posts.indexOf(post), 1);
      return mine.map(({ text }) => JSON.parse(text ?? ""));
    },
    receive: (frame) => socket.onmessage?.({ data: JSON.stringify(frame) }),
    opened: () => socket.onopen?.(),
    gone: (tab) => watched.get(tab)?.(),
  };
}

/** A hub with connected tabs. */
function connectedHub(...tabs: string[]): HubSetup {
  const made = setupHub();
  for (const tab of tabs) {
    made.hub.open(tab, "ws://gateway/ws");
    if (tab === tabs[0]) made.opened();
    made.hub.frame(tab, JSON.stringify({ type: "connect", ref: "connect", token: "t" }));
    if (tab === tabs[0]) made.receive({ type: "connected", ref: "hub", user: { id: "u1" }, pingMs: 25_000 });
  }
  made.sent();
  for (const tab of tabs) made.told(tab);
  return made;
}

test("a room that another tab has joined is joined again without a position: the tab reads its gap itself", () => {
  const { hub, sent, told, receive } = connectedHub("a", "b");
  hub.frame("a", JSON.stringify({ type: "join", ref: "j1", room: "dev", after: 3, presence: true }));
  const [first] = sent();
  assert.deepEqual([first?.["after"], first?.["presence"]], [3, true]);
  receive({ type: "joined", ref: first?.["ref"], room: "dev", seq: 9, recovered: true, missed: 6 });
  hub.frame("b", JSON.stringify({ type: "join", ref: "j1", room: "dev", after: 4, presence: true }));
  const [second] = sent();
  assert.deepEqual([second?.["room"], "after" in (second ?? {}), second?.["presence"]], ["dev", false, true]);
  receive({ type: "joined", ref: second?.["ref"], room: "dev", seq: 9 });
  assert.deepEqual(told("b").at(-1), { type: "joined", ref: "j1", room: "dev", seq: 9 });
});

test("a tab that joins a room of another tab gets what came over the socket since its position", () => {
  const { hub, sent, told, receive } = connectedHub("a", "b", "c", "d");
  hub.frame("a", JSON.stringify({ type: "join", ref: "j1", room: "dev" }));
  receive({ type: "joined", ref: sent()[0]?.["ref"], room: "dev", seq: 3 });
  for (const seq of [6, 9]) receive({ type: "message", room: "dev", seq, prev: seq - 3 });
  told("a");
  hub.frame("b", JSON.stringify({ type: "join", ref: "j1", room: "dev", after: 6 }));
  const joined = { type: "joined", room: "dev", ref: "j1", seq: 9 };
  assert.deepEqual(told("b"), [{ ...joined, recovered: true, missed: 1 }, { type: "message", room: "dev", seq: 9, prev: 6 }]);
  // Where something is missing before, the tab reads all of it.
  hub.frame("c", JSON.stringify({ type: "join", ref: "j1", room: "dev", after: 2 }));
  assert.deepEqual(told("c"), [joined]);
  hub.frame("d", JSON.stringify({ type: "join", ref: "j1", room: "dev", after: 3, presence: true }));
  const [asked] = sent();
  receive({ type: "joined", ref: asked?.["ref"], room: "dev", seq: 9 });
  assert.deepEqual(
    told("d").map((frame) => [frame["type"], frame["seq"]]),
    [["joined", 9], ["message", 6], ["message", 9]],
  );
});

test("a hub keeps only the newest events of a room", () => {
  const { hub, sent, told, receive } = connectedHub("a", "b");
  hub.frame("a", JSON.stringify({ type: "join", ref: "j1", room: "dev" }));
  receive({ type: "joined", ref: sent()[0]?.["ref"], room: "dev", seq: 1 });
  for (let seq = 2; seq <= 52; seq++) receive({ type: "message", room: "dev", seq, prev: seq - 1 });
  hub.frame("b", JSON.stringify({ type: "join", ref: "j1", room: "dev", after: 1 }));
  assert.deepEqual(told("b"), [{ type: "joined", room: "dev", ref: "j1", seq: 52 }]);
  hub.frame("b", JSON.stringify({ type: "join", ref: "j1", room: "dev", after: 2 }));
  assert.equal(told("b")[0]?.["missed"], 50);
});

test("the session is online as long as one tab is, also after a tab has gone", () => {
  const { hub, sent, gone } = connectedHub("a", "b");
  const say = (tab: string, status: string): void => hub.frame(tab, JSON.stringify({ type: "status", ref: "told", status }));
  const statuses = (): unknown[] => sent().map((frame) => frame["status"]);
  say("a", "away");
  assert.deepEqual(statuses(), []);
  say("b", "away");
  assert.deepEqual(statuses(), ["away"]);
  say("b", "online");
  assert.deepEqual(statuses(), ["online"]);
  gone("b");
  assert.deepEqual(statuses(), ["away"]);
});

test("a refusal of the connect reaches each tab that waits for it, with its code", () => {
  const { hub, told, receive, opened, posts } = setupHub();
  for (const tab of ["a", "b"]) hub.open(tab, "ws://gateway/ws");
  opened();
  for (const tab of ["a", "b"]) hub.frame(tab, JSON.stringify({ type: "connect", ref: `c${tab}`, token: "t" }));
  const error = { type: "error", code: "rate_limited", message: "slow", retryAfterMs: 700 };
  receive({ ...error, ref: "hub" });
  assert.deepEqual([told("a"), told("b")], [[{ ...error, ref: "ca" }], [{ ...error, ref: "cb" }]]);
  assert.deepEqual(posts.filter(({ closed }) => closed).map(({ tab, closed }) => [tab, closed]), [["a", 1006], ["b", 1006]]);
});

test("a tab is answered while the socket is still being opened", () => {
  const { hub, posts } = setupHub();
  hub.open("a", "ws://gateway/ws");
  hub.open("b", "ws://gateway/ws");
  hub.open("b", "ws://gateway/ws");
  assert.deepEqual(posts, ["a", "b", "b"].map((tab) => ({ tab, opened: false })));
});

test("a refusal of what nobody waits for reaches the tabs of its room", () => {
  const { hub, told, receive } = connectedHub("a", "b");
  hub.frame("a", JSON.stringify({ type: "join", ref: "j1", room: "dev" }));
  receive({ type: "joined", ref: "h1", room: "dev", seq: 3 });
  for (const tab of ["a", "b"]) told(tab);
  const refusal = { type: "error", ref: "told", room: "dev", code: "forbidden", message: "muted" };
  receive(refusal);
  assert.deepEqual([told("a"), told("b")], [[refusal], []]);
});
