import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeSocket } from "../../src/node/index.js";

const PROGRAM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--remote-debugging-port=0",
];

/** A tab of the browser. */
export interface Tab {
  /** Evaluates an expression, and awaits its promise. */
  run<T>(expression: string): Promise<T>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** A running Chromium with a profile of its own. */
export interface Chromium {
  tab(url: string): Promise<Tab>;
  close(): Promise<void>;
}

/** Starts Chromium; it is driven by its DevTools protocol. */
export async function startChromium(): Promise<Chromium> {
  const profile = mkdtempSync(join(tmpdir(), "chromium-"));
  const program = spawn(PROGRAM, [...FLAGS, `--user-data-dir=${profile}`, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<void>((resolve) => program.on("close", () => resolve()));
  const base = await new Promise<string>((resolve, reject) => {
    let text = "";
    program.on("error", reject);
    program.stderr.on("data", (bytes: Buffer) => {
      text += bytes.toString();
      const found = /ws:\/\/([^/]+)\//.exec(text);
      if (found) resolve(`http://${found[1]}`);
    });
  });

  return {
    async tab(url) {
      const answer = await fetch(`${base}/json/new?${encodeURIComponent(url)}`, { method: "PUT" });
      const { id, webSocketDebuggerUrl } = (await answer.json()) as { id: string; webSocketDebuggerUrl: string };
      return openTab(webSocketDebuggerUrl, async () => void (await fetch(`${base}/json/close/${id}`)));
    },
    async close() {
      program.kill("SIGKILL");
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function openTab(url: string, close: () => Promise<void>): Promise<Tab> {
  const socket = nodeSocket(url);
  const waiting = new Map<number, (answer: any) => void>();
  let count = 0;
  await new Promise<void>((resolve) => (socket.onopen = resolve));
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data));
    waiting.get(answer.id)?.(answer);
  };
  const call = (method: string, params: object): Promise<any> =>
    new Promise((resolve) => {
      waiting.set(++count, resolve);
      socket.send(JSON.stringify({ id: count, method, params }));
    });

  async function run<T>(expression: string): Promise<T> {
    const { result, error } = await call("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    const failure = error?.message ?? result?.exceptionDetails?.exception?.description;
    if (failure) throw new Error(failure);
    return result.result.value as T;
  }

  async function loaded(): Promise<void> {
    for (;;) {
      const done = await run<boolean>("document.readyState === 'complete' && location.protocol === 'http:'").catch(() => false);
      if (done) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  await loaded();
  return {
    run,
    close,
    async reload() {
      await run("window.before = true");
      await call("Page.reload", {});
      while (await run<boolean>("window.before === true").catch(() => true));
      await loaded();
    },
  };
}
