import { createClient } from "../../src/client.js";
import { nodeSocket } from "../../src/node/index.js";
import type { Client } from "../../src/handles.js";
import type { ClientOptions, ConnectionState } from "../../src/types.js";
import type { RoomEvent } from "../../src/protocol.js";
import { startGateway, type Gateway, type ServerSocket } from "./gateway.js";

/** What a test begins with; `end` closes it. */
export interface Setup {
  readonly gateway: Gateway;
  readonly client: Client;
  readonly states: ConnectionState[];
  readonly events: RoomEvent[];
  end(): Promise<void>;
}

/** A gateway and a client that is not connected yet. */
export async function setup(options: Partial<ClientOptions> = {}): Promise<Setup> {
  const gateway = await startGateway();
  const client = createClient({ url: gateway.url, token: async () => "token", webSocket: nodeSocket, random: () => 0.5, ...options });
  const states: ConnectionState[] = [];
  const events: RoomEvent[] = [];
  client.on("state", (state) => states.push(state));
  client.on("event", (event) => events.push(event));
  return {
    gateway,
    client,
    states,
    events,
    async end() {
      await client.close();
      await gateway.close();
    },
  };
}

/** Connects a client; the answer is the gateway's end of its socket. */
export async function online({ client, gateway }: Pick<Setup, "client" | "gateway">, greeting: object = {}): Promise<ServerSocket> {
  client.connect();
  const socket = await gateway.socket();
  await socket.greet(greeting);
  return socket;
}

/** A message of a room's chain. */
export function message(seq: number, prev: number, fields: object = {}): object {
  return { type: "message", room: "dev", seq, prev, id: `m${seq}`, user: { id: "u2", username: "bob" }, content: `${seq}`, at: seq, ...fields };
}

/** Waits until something is so. */
export async function until(condition: () => boolean, what = "the condition"): Promise<void> {
  for (const end = Date.now() + 60_000; !condition(); ) {
    if (Date.now() > end) throw new Error(`${what} did not come true`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
