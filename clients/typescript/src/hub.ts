import { systemClock } from "./clock.js";
import type { Frame } from "./link.js";
import type { SocketLike } from "./types.js";

const ONLINE = "online";
const NORMAL = 1000;
const GOING_AWAY = 1001;
const ABNORMAL = 1006;
const RESTART = 1012;
const MAX_RECENT = 50;

/** What the tab that has the socket says to a tab. */
export interface ToTab {
  readonly tab: string;
  /** The socket is open, or with false: it is being opened. */
  readonly opened?: boolean;
  readonly text?: string;
  readonly closed?: number;
}

/** One socket for several tabs. Each tab closes the gaps in its own chains, so a room that is joined is joined for all. */
export interface Hub {
  open(tab: string, url: string): void;
  frame(tab: string, text: string): void;
  close(tab: string): void;
  /** Closes the socket; all tabs are told to come back. */
  end(): void;
}

interface HubRoom {
  readonly tabs: Set<string>;
  /** The last event that came; null until the server has answered the join. */
  seq: number | null;
  presence: boolean;
  /** The last events, for tabs that join. */
  readonly recent: (Frame & { readonly seq: number; readonly prev: number })[];
}

interface Question {
  readonly tab: string;
  readonly frame: Frame;
}

/** Makes the hub. `watch` calls back when a tab is gone. */
export function createHub(
  openSocket: (url: string) => SocketLike,
  post: (message: ToTab) => void,
  watch: (tab: string, gone: () => void) => () => void,
): Hub {
  const tabs = new Map<string, () => void>(); // with what ends the watch
  const rooms = new Map<string, HubRoom>();
  const asked = new Map<string, Question>();
  const statuses = new Map<string, unknown>(); // of connected tabs
  let shown: unknown = ONLINE; // the status that the server has
  let waiting: Question[] = []; // connects that wait for the first one
  let socket: SocketLike | null = null;
  let isOpen = false;
  let connecting = false;
  let connected: Frame | null = null;
  let count = 0;
  let cancelLeave = (): void => {};

  const tell = (tab: string, frame: object): void => post({ tab, text: JSON.stringify(frame) });

  function forward(tab: string, frame: Frame, sent = frame): void {
    const ref = `h${++count}`;
    asked.set(ref, { tab, frame });
    socket?.send(JSON.stringify({ ...sent, ref }));
  }

  function start(url: string): void {
    const mine = (socket = openSocket(url));
    mine.onopen = () => {
      isOpen = true;
      for (const tab of tabs.keys()) post({ tab, opened: true });
    };
    mine.onmessage = ({ data }) => receive(JSON.parse(String(data)) as Frame, String(data));
    mine.onclose = ({ code }) => over(code);
  }

  function over(code: number): void {
    cancelLeave();
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    socket?.close(NORMAL);
    socket = connected = null;
    isOpen = connecting = false;
    waiting = [];
    rooms.clear();
    asked.clear();
    statuses.clear();
    shown = ONLINE;
    const all = [...tabs];
    tabs.clear();
    for (const [tab, unwatch] of all) {
      unwatch();
      post({ tab, closed: code });
    }
  }

  function receive(frame: Frame, text: string): void {
    if (frame.type === "reconnect") {
      cancelLeave = systemClock.after(Number(frame["afterMs"] ?? 0), () => over(RESTART));
      return;
    }
    remember(frame);
    const question = frame.ref === undefined ? undefined : asked.get(frame.ref);
    if (question) {
      asked.delete(frame.ref ?? "");
      answer(frame, question);
    } else if (frame.ref === "told") {
      // Refused, and nobody waits for it: it is told to those who may have asked, which are connected.
      for (const tab of rooms.get(frame.room ?? "")?.tabs ?? statuses.keys()) post({ tab, text });
    } else if (frame.ref === undefined) {
      // Inbox frames go to all tabs, what happens in a room to those that joined it.
      const room = frame.room === undefined ? undefined : rooms.get(frame.room);
      const isInbox = frame.type === "added" || frame.type === "removed" || frame.type === "activity";
      for (const tab of isInbox || frame.room === undefined ? tabs.keys() : (room?.tabs ?? [])) post({ tab, text });
      if (frame.type === "left" && frame.room !== undefined) rooms.delete(frame.room);
    }
    if (frame.type === "connected") serve();
    else if (frame.type === "error" && !connected) refused(frame);
  }

  // What it means the connection of each tab knows.
  function refused(frame: Frame): void {
    for (const { tab, frame: connect } of waiting) tell(tab, { ...frame, ref: connect.ref });
    over(ABNORMAL);
  }

  // The session is online as long as one of its tabs is.
  function showStatus(): void {
    const all = [...statuses.values()];
    const status = all.includes(ONLINE) ? ONLINE : all[0];
    if (!connected || status === undefined || status === shown) return;
    shown = status;
    socket?.send(JSON.stringify({ type: "status", ref: "told", status }));
  }

  function remember(frame: Frame): void {
    if (frame.type === "connected") connected = frame;
    if (frame.type === "authenticated") {
      connected = { ...connected, tokenExpiresAt: frame["tokenExpiresAt"] } as Frame;
      for (const tab of tabs.keys()) tell(tab, { ...frame, ref: undefined });
    }
    const room = frame.room === undefined ? undefined : rooms.get(frame.room);
    const seq = frame["seq"];
    if (room && typeof seq === "number" && (frame.type === "joined" || "prev" in frame)) room.seq = Math.max(room.seq ?? 0, seq);
    if (room && "prev" in frame && room.recent.push(frame as never) > MAX_RECENT) room.recent.shift();
  }

  function answer(frame: Frame, question: Question): void {
    const { tab } = question;
    const room = rooms.get(frame.room ?? "");
    if (frame.type === "joined") joined(question, frame, room);
    else tell(tab, { ...frame, ref: question.frame.ref });
    if (frame.room === undefined) return;
    if (frame.type === "joined") {
      // Without `recovered` a tab closes its gap itself; false may mean another log, for all tabs.
      const { type, room: name, seq } = frame;
      const recovered = frame["recovered"] === false ? false : undefined;
      for (const other of room?.tabs ?? []) if (other !== tab) tell(other, { type, room: name, seq, recovered });
    } else if (frame.type === "error" && room?.seq === null) {
      for (const other of room.tabs) if (other !== tab) tell(other, { ...frame, ref: undefined });
      rooms.delete(frame.room);
    }
  }

  function serve(): void {
    for (const { tab, frame } of waiting.splice(0)) connect(tab, frame);
  }

  // Rooms and inbox of a connect are asked for one by one: their answers are for one tab.
  function connect(tab: string, frame: Frame): void {
    const { rooms: wished, inbox, ...rest } = frame;
    if (!connected) {
      if (connecting) return void waiting.push({ tab, frame });
      connecting = true;
      waiting.push({ tab, frame });
      socket?.send(JSON.stringify({ ...rest, ref: "hub" }));
      return;
    }
    statuses.set(tab, ONLINE);
    showStatus();
    tell(tab, { ...connected, ref: frame.ref });
    for (const [room, wish] of Object.entries((wished ?? {}) as { [room: string]: object })) {
      join(tab, { type: "join", room, ref: frame.ref, ...wish } as Frame);
    }
    if (inbox) forward(tab, { type: "inbox", ...(inbox as object) } as Frame);
  }

  function join(tab: string, frame: Frame): void {
    const name = frame.room ?? "";
    const known = rooms.get(name);
    const presence = frame["presence"] === true;
    const room = known ?? { tabs: new Set<string>(), seq: null, presence, recent: [] };
    rooms.set(name, room);
    room.tabs.add(tab);
    const { after: _, ...again } = frame;
    if (!known) forward(tab, frame);
    // The server replays nothing for a room that is joined: its answer is to have no `recovered`.
    else if (presence) forward(tab, frame, again as Frame);
    else if (room.seq !== null) joined({ tab, frame }, { type: "joined", room: name, seq: room.seq }, room);
    // Else the answer to the first join is for this tab too.
  }

  // A tab gets what came over this socket since its position; if that is not enough, it reads its gap itself.
  function joined({ tab, frame: { ref, after } }: Question, frame: Frame, room?: HubRoom): void {
    const missed = frame["recovered"] === undefined && room ? room.recent.filter(({ seq }) => seq > Number(after)) : [];
    const all = missed[0] && missed[0].prev <= Number(after);
    tell(tab, { ...frame, ref, ...(all && { recovered: true, missed: missed.length }) });
    if (all) for (const event of missed) tell(tab, event);
  }

  function leave(tab: string, name: string): void {
    const room = rooms.get(name);
    if (!room?.tabs.delete(tab) || room.tabs.size > 0) return;
    rooms.delete(name);
    socket?.send(JSON.stringify({ type: "leave", room: name, ref: "hub" }));
  }

  function close(tab: string): void {
    tabs.get(tab)?.();
    if (!tabs.delete(tab)) return;
    for (const name of [...rooms.keys()]) leave(tab, name);
    statuses.delete(tab);
    showStatus();
    if (tabs.size === 0) over(NORMAL);
  }

  return {
    open(tab, url) {
      if (!tabs.has(tab)) tabs.set(tab, watch(tab, () => close(tab)));
      // Told at once: a socket may take long to open, and a tab without an answer opens its own.
      post({ tab, opened: isOpen });
      if (!socket) start(url);
    },
    frame(tab, text) {
      if (!tabs.has(tab)) return post({ tab, closed: RESTART });
      const frame = JSON.parse(text) as Frame;
      if (frame.type === "connect") connect(tab, frame);
      else if (frame.type === "join") join(tab, frame);
      else if (frame.type === "leave") leave(tab, frame.room ?? "");
      else if (frame.type === "status") {
        statuses.set(tab, frame["status"]);
        showStatus();
      } else if (frame.ref === undefined || frame.ref === "told") socket?.send(text);
      else forward(tab, frame);
    },
    close,
    end: () => over(GOING_AWAY),
  };
}
