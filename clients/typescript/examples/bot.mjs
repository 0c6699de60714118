// A bot that answers "!time" in the room "general". What it has not sent when it stops it sends after its next start.
//   node examples/bot.mjs http://localhost:8080

import { createClient } from "@chat-backbone/client";
import { createAccount } from "@chat-backbone/client/account";
import { fileStorage, nodeSocket } from "@chat-backbone/client/node";

const url = process.argv[2] ?? "http://localhost:8080";
const account = createAccount({ url });
await account.enter({ email: "clock@example.org", username: "clock", password: "correct horse battery" });
const client = createClient({ url, token: account.token, webSocket: nodeSocket, storage: fileStorage(".bot") });

client.on("state", (state) => console.log(state.phase, state.reason ?? ""));
client.on("event", (event) => {
  if (event.type !== "message" || event.content !== "!time" || event.user.id === client.me.id) return;
  client.room(event.room).send({ content: new Date(event.at).toISOString(), replyTo: event.seq });
});
client.connect();
await client.room("general").join();
console.log("listening in general as", client.me.username);
