import { systemClock } from "./clock.js";
import { createHub, type Hub, type ToTab } from "./hub.js";
import { newId } from "./outbox-entry.js";
import type { Tabs } from "./tabs.js";
import type { SocketLike } from "./types.js";

const CHANNEL = "socket";
const ASK_EVERY_MS = 1_000;
// A tab without an answer opens a socket of its own.
const ASK_TIMES = 4;
const GOING_AWAY = 1001;

/** What a tab says to the one that has the socket. */
type ToHub = { readonly hub: true; readonly tab: string; readonly open?: string; readonly text?: string; readonly close?: true };

/** One socket of all tabs. */
export interface SharedSocket {
  open(url: string): SocketLike;
  /** Leaves the socket to another tab. */
  close(): void;
}

/** Makes sockets of which all tabs together have one: it belongs to one tab, to which the others talk. */
export function createSharedSocket(tabs: Tabs, open: (url: string) => SocketLike): SharedSocket {
  const mine = new Map<string, (message: ToTab) => void>();
  let hub: Hub | null = null;

  function toTab(message: ToTab): void {
    const receive = mine.get(message.tab);
    if (receive) queueMicrotask(() => receive(message));
    else tabs.post(CHANNEL, message);
  }

  function toHub(message: ToHub): void {
    if (hub) receiveForHub(message);
    else tabs.post(CHANNEL, message);
  }

  function receiveForHub({ tab, open: url, text, close }: ToHub): void {
    if (url !== undefined) hub?.open(tab, url);
    else if (text !== undefined) hub?.frame(tab, text);
    else if (close) hub?.close(tab);
  }

  tabs.listen(CHANNEL, (message) => {
    const told = message as ToHub | ToTab | { readonly hub: false };
    if (!("tab" in told)) for (const [tab, receive] of [...mine]) receive({ tab, closed: GOING_AWAY });
    else if ("hub" in told) receiveForHub(told);
    else mine.get(told.tab)?.(told);
  });
  function become(): void {
    hub = createHub(open, toTab, (tab, gone) => tabs.own(`tab:${tab}`, gone));
    tabs.post(CHANNEL, { hub: false });
    for (const [tab, receive] of [...mine]) receive({ tab, closed: GOING_AWAY });
  }
  // Without locks a hub could not tell which tabs are gone: each tab opens its own socket.
  const release = tabs.own("socket", become, undefined, false, () => {});

  function openShared(url: string): SocketLike {
    const tab = newId();
    let own: SocketLike | null = null; // in place of the shared one
    let asked = 0;
    let opened = false;
    let cancel = (): void => {};

    function ask(): void {
      if (++asked > ASK_TIMES) return alone();
      toHub({ hub: true, tab, open: url });
      cancel = systemClock.after(ASK_EVERY_MS, ask);
    }

    function alone(): void {
      finish();
      own = open(url);
      own.onopen = () => socket.onopen?.();
      own.onmessage = (event) => socket.onmessage?.(event);
      own.onclose = (event) => socket.onclose?.(event);
    }

    function finish(): void {
      cancel();
      mine.delete(tab);
      toHub({ hub: true, tab, close: true });
      gone();
    }

    mine.set(tab, ({ opened: now, text, closed }) => {
      cancel();
      if (now && !opened) {
        opened = true;
        socket.onopen?.();
      }
      if (text !== undefined) socket.onmessage?.({ data: text });
      if (closed === undefined || !mine.has(tab)) return;
      finish();
      socket.onclose?.({ code: closed, reason: "" });
    });
    // The hub finds by this lock that the tab is gone.
    const gone = tabs.own(`tab:${tab}`, ask, undefined, false, alone);

    const socket: SocketLike = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send(text) {
        if (own) own.send(text);
        else toHub({ hub: true, tab, text });
      },
      close(code) {
        if (own) own.close(code);
        else finish();
      },
    };
    return socket;
  }

  return {
    open: openShared,
    close() {
      hub?.end();
      hub = null;
      release();
    },
  };
}
