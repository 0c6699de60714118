import { act, createElement, useState, type ReactElement } from "react";
import { createRoot } from "react-dom/client";
import { createClient } from "../../src/client.js";
import { indexedDbStorage } from "../../src/indexeddb.js";
import { ChatProvider, useConnection, useInbox, useOutbox, useRoom, useTimeline, useTyping } from "../../src/react/index.js";
import { createStore } from "../../src/store/index.js";

// What tests call in a tab, by expressions.
Object.assign(globalThis, { chat: { createClient, createStore, indexedDbStorage, render }, act });

/** Shows a room with the hooks in `#root`. */
function render(store: ReturnType<typeof createStore>): void {
  const root = document.body.appendChild(document.createElement("div"));
  root.id = "root";
  createRoot(root).render(createElement(ChatProvider, { store }, createElement(View)));
}

function View(): ReactElement {
  const [name, setName] = useState("dev");
  const state = useConnection();
  const { items, hasOlder } = useTimeline(name);
  const { rooms } = useInbox();
  const { entries } = useOutbox(name);
  const typists = useTyping(name);
  const room = useRoom(name);
  return (
    <>
      <p id="state">{state.phase}</p>
      <p id="rooms">{rooms.map((one) => `${one.room} ${one.unread}`).join(", ")}</p>
      <p id="items">{items.map(({ event, pending }) => `${"content" in event ? event.content : ""}${pending ? "*" : ""}`).join(" ")}</p>
      <p id="unsent">{entries.length}</p>
      <p id="typing">{typists.map(({ username }) => username).join()}</p>
      <p id="older">{String(hasOlder)}</p>
      <button id="send" onClick={() => room.send("mine")} />
      <button id="other" onClick={() => setName("ops")} />
    </>
  );
}
