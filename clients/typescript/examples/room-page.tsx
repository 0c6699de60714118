import { createClient } from "@chat-backbone/client";
import { createAccount } from "@chat-backbone/client/account";
import { indexedDbStorage } from "@chat-backbone/client/indexeddb";
import { ChatProvider } from "@chat-backbone/client/react";
import { createStore } from "@chat-backbone/client/store";
import { createRoot } from "react-dom/client";
import { RoomView } from "./room.js";

// The page around the component: room.html has its bundle.
const parameters = new URLSearchParams(location.search);
const url = parameters.get("url") ?? "http://localhost:8080";
const name = parameters.get("name") ?? "guest";
const account = createAccount({ url, storage: localStorage, key: `chat.${name}` });
const user =
  account.user ??
  (await account.enter({ email: `${name}@example.org`, username: name, password: "correct horse battery" }));
const client = createClient({ url, token: account.token, storage: indexedDbStorage(`chat-${user.id}`) });
client.connect();
createRoot(document.getElementById("root") as HTMLElement).render(
  <ChatProvider store={createStore(client)}>
    <RoomView name="general" />
  </ChatProvider>,
);
