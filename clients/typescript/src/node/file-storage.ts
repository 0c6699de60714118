import { mkdirSync } from "node:fs";
import { appendFile, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ChatStorage, StorageChange } from "../storage.js";

const COMPACT_AFTER_LINES = 10_000;

/**
 * A storage in a folder, for one process. Each change is a line that is added to a file; now and then the file is
 * written again without what was replaced.
 */
export function fileStorage(directory: string): ChatStorage {
  const file = join(directory, "chat-storage.jsonl");
  const values = new Map<string, unknown>();
  let lines = 0;
  // Changes take turns; one that fails is told to its caller alone.
  let turn: Promise<unknown> = load();

  async function load(): Promise<void> {
    mkdirSync(directory, { recursive: true });
    const text = await readFile(file, "utf8").catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code === "ENOENT") return "";
      throw thrown;
    });
    for (const line of text.split("\n")) if (line !== "") remember(parsed(line));
    await compact();
  }

  function remember(changes: readonly StorageChange[]): void {
    for (const { key, value } of changes) {
      if (value === undefined) values.delete(key);
      else values.set(key, value);
    }
  }

  async function compact(): Promise<void> {
    const all = [...values].map(([key, value]) => JSON.stringify([{ key, value }]) + "\n");
    await writeFile(`${file}.new`, all.join(""));
    await rename(`${file}.new`, file);
    lines = all.length;
  }

  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = turn.then(task);
    turn = result.catch(() => {});
    return result;
  }

  return {
    sharedName: null,
    list: (prefix) =>
      inTurn(async () => {
        const keys = [...values.keys()].filter((key) => key.startsWith(prefix)).sort();
        return keys.map((key) => structuredClone(values.get(key)));
      }),
    apply: (changes) =>
      inTurn(async () => {
        if (changes.length === 0) return;
        const line = JSON.stringify(changes) + "\n";
        await appendFile(file, line);
        remember(parsed(line));
        if (++lines > COMPACT_AFTER_LINES + 2 * values.size) await compact();
      }),
    clear: () =>
      inTurn(async () => {
        values.clear();
        await compact();
      }),
    close() {},
  };
}

// A process that died while it wrote leaves half a line at the end: that change was not applied.
function parsed(line: string): readonly StorageChange[] {
  try {
    return JSON.parse(line) as StorageChange[];
  } catch {
    return [];
  }
}
