import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../src/client.js";
import { nodeSocket } from "../src/node/index.js";
import type { RoomEvent } from "../src/protocol.js";
import { memoryStorage } from "../src/storage.js";
import type { Client } from "../src/handles.js";
import { seeded, startChaos } from "./support/chaos.js";
import { startGateway } from "./support/gateway.js";
import { until } from "./support/setup.js";

const ROOMS = ["dev", "ops"];
const STEPS = 120;
const SEEDS = Number(process.env["SEEDS"] ?? 12);

for (let seed = 1; seed <= SEEDS; seed++) {
  test(`whatever is lost, events come once and in order, and messages are written once and in order (seed ${seed})`, async () => {
    const random = seeded(seed);
    const gateway = await startGateway();
    const chaos = startChaos(gateway, random);
    const storage = memoryStorage();
    const seen = new Map<string, number[]>(ROOMS.map((room) => [room, []]));
    const written = new Map<string, string[]>(ROOMS.map((room) => [room, []]));
    let client = begin();

    function begin(): Client {
      const made = createClient({ url: gateway.url, token: async () => "t", storage, webSocket: nodeSocket, random: () => random() / 100 });
      made.on("event", (event: RoomEvent) => seen.get(event.room)?.push(event.seq));
      for (const room of ROOMS) void made.room(room).join({ after: seen.get(room)?.at(-1) ?? 0 });
      made.connect();
      return made;
    }

    for (let step = 0; step < STEPS; step++) {
      const room = ROOMS[Math.floor(random() * ROOMS.length)] ?? "dev";
      const dice = random();
      if (dice < 0.45) chaos.write(room);
      else if (dice < 0.9) {
        const { id, stored } = client.room(room).send(`step ${step}`);
        written.get(room)?.push(id);
        await stored;
      } else if (dice < 0.93) {
        await client.close(); // a restart
        client = begin();
      } else await new Promise((resolve) => setTimeout(resolve, random() * 20));
    }
    chaos.calm();
    await client.outbox.ready;
    await until(() => client.outbox.entries().length === 0, "an empty outbox");
    for (const room of ROOMS) chaos.write(room);
    for (const room of ROOMS) {
      const log = chaos.log.get(room) ?? [];
      await until(() => seen.get(room)?.at(-1) === log.at(-1)?.seq, "the last event");
      assert.deepEqual(seen.get(room), log.map((event) => event.seq));
      const mine = log.filter((event) => (event["user"] as { id: string }).id === "u1").map((event) => event.id);
      assert.deepEqual(mine, written.get(room));
    }
    await client.live();
    assert.deepEqual(chaos.faults, []);
    await client.close();
    await gateway.close();
  });
}
