// Runs the tests in Node: bundles each tests/*.test.ts(x) and hands it to node:test.
//   node scripts/test.mjs [name...]

import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUTPUT = join(ROOT, "node_modules", ".tests");
const wanted = process.argv.slice(2);
const tests = readdirSync(join(ROOT, "tests"))
  .filter((name) => /\.test\.tsx?$/.test(name))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.startsWith(part)));

rmSync(OUTPUT, { recursive: true, force: true });
mkdirSync(OUTPUT, { recursive: true });
await build({
  entryPoints: tests.map((name) => join(ROOT, "tests", name)),
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
const compiled = readdirSync(OUTPUT).filter((name) => name.endsWith(".test.mjs"));
const runner = spawn(process.execPath, ["--enable-source-maps", "--test", ...compiled.map((name) => join(OUTPUT, name))], {
  stdio: "inherit",
});
runner.on("exit", (code) => (process.exitCode = code ?? 1));
