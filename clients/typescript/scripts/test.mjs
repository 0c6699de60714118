// Bundles tests and hands them to node:test.
//   node scripts/test.mjs [name...]             those in Node: tests/*.test.ts
//   node scripts/test.mjs --browser [name...]   those in Chromium: tests/browser/*.test.ts
//   node scripts/test.mjs --bench [name...]     measurements in Chromium: tests/browser/*.bench.ts

import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUTPUT = join(ROOT, "node_modules", ".tests");
const bench = process.argv[2] === "--bench";
const browser = bench || process.argv[2] === "--browser";
const FOLDER = join(ROOT, "tests", browser ? "browser" : "");
const wanted = process.argv.slice(browser ? 3 : 2);
const tests = readdirSync(FOLDER)
  .filter((name) => name.endsWith(bench ? ".bench.ts" : ".test.ts"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.startsWith(part)));

rmSync(OUTPUT, { recursive: true, force: true });
mkdirSync(OUTPUT, { recursive: true });
await build({
  entryPoints: tests.map((name) => join(FOLDER, name)),
  outdir: OUTPUT,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  target: "node20",
  platform: "node",
  sourcemap: "inline",
  alias: { "@chat-backbone/client": join(ROOT, "src/index.ts") },
  external: ["react", "react-dom", "esbuild"],
  logLevel: "warning",
});
if (browser) {
  await build({
    entryPoints: [join(FOLDER, "page.tsx")],
    outfile: join(OUTPUT, "page.js"),
    bundle: true,
    format: "iife",
    define: { "process.env.NODE_ENV": '"production"' },
    alias: { "@chat-backbone/client": join(ROOT, "src/index.ts") },
    jsx: "automatic",
    logLevel: "warning",
  });
}
const compiled = readdirSync(OUTPUT).filter((name) => /\.(test|bench)\.mjs$/.test(name));
const runner = spawn(process.execPath, ["--enable-source-maps", "--test", ...compiled.map((name) => join(OUTPUT, name))], {
  stdio: "inherit",
});
runner.on("exit", (code) => (process.exitCode = code ?? 1));
