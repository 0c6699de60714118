// Builds dist/ from src/: one minified module for each entry point, declarations, and the reference of the API. The
// result depends on the sources and the lock file alone, but for INDEXES. Fails when a module is larger than its bound.
// Also bundles the example that browsers can't run as it is.
//   node scripts/build.mjs          writes dist/ and examples/bundle/
//   node scripts/build.mjs --check  fails if dist/ is not what the sources give

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const KIB = 1024;
const ENTRIES = [
  { name: "index", source: "src/index.ts", most: 12 * KIB },
  { name: "account", source: "src/account.ts", most: 2 * KIB },
  { name: "store", source: "src/store/index.ts", most: 4 * KIB },
  { name: "react", source: "src/react/index.ts", most: 3 * KIB },
  { name: "indexeddb", source: "src/indexeddb.ts", most: 1 * KIB },
  { name: "node", source: "src/node/index.ts", most: 3 * KIB, platform: "node" },
];

// The errors of all entry points are of one class: that of the core.
const errorsOfCore = {
  name: "errors-of-core",
  setup: ({ onResolve }) => onResolve({ filter: /\/errors\.js$/ }, () => ({ path: "@chat-backbone/client", external: true })),
};

// Examples that browsers can't run as they are, and what their bundles are made from.
const EXAMPLE = { sources: ["examples/room.tsx", "examples/room-page.tsx"], bundle: "examples/bundle/room.js" };

// What the reference searches in. TypeDoc compresses it by Node's zlib, so its bytes depend on the version of Node; its
// content is that of the pages, which are compared. A test of the gateway holds built.sha256 to the committed files.
const INDEXES = ["hierarchy", "navigation", "search"].map((name) => `api/assets/${name}.js`);
const NOT_COMPARED = [...INDEXES, "built.sha256"];

const check = process.argv.includes("--check");
const output = check ? mkdtempSync(join(ROOT, "node_modules", ".check-")) : join(ROOT, "dist");
try {
  if (!check) rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  await modules();
  declarations();
  reference();
  // By these a build without Node finds that src and dist belong together.
  const built = digest(output);
  writeFileSync(join(output, "built.sha256"), built + "\n");
  writeFileSync(join(output, "sources.sha256"), digest(join(ROOT, "src")) + "\n");
  if (check) compare();
  await example();
} finally {
  if (check) rmSync(output, { recursive: true, force: true });
}

async function modules() {
  for (const { name, source, most, platform } of ENTRIES) {
    const outfile = join(output, `${name}.js`);
    const { outputFiles } = await build({
      entryPoints: [join(ROOT, source)],
      bundle: true,
      write: false,
      format: "esm",
      target: "es2022",
      platform: platform ?? "neutral",
      minify: true,
      charset: "utf8",
      legalComments: "none",
      external: ["react", "@chat-backbone/client", "@chat-backbone/client/store"],
      plugins: name === "index" ? [] : [errorsOfCore],
      absWorkingDir: ROOT,
      logLevel: "warning",
    });
    // What esbuild has minified becomes 6 % smaller.
    const { code } = await minify(outputFiles[0].text, { module: true, compress: { passes: 2 } });
    writeFileSync(outfile, code);
    const size = gzipSync(code, { level: 9 }).length;
    console.log(`${name}.js: ${size} bytes gzipped (at most ${most})`);
    if (size > most) throw new Error(`${name}.js: ${size} bytes gzipped (expected: at most ${most})`);
  }
}

/** Bundles the page of the React example; its first line has the digest of the sources. */
async function example() {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, EXAMPLE.sources[1])],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    absWorkingDir: ROOT,
    logLevel: "warning",
  });
  const text = `// ${sha256(EXAMPLE.sources.map((path) => read(join(ROOT, path))).join(""))}\n${outputFiles[0].text}`;
  const bundle = join(ROOT, EXAMPLE.bundle);
  if (check) {
    if (read(bundle) !== text) throw new Error(`${EXAMPLE.bundle} is not built from its sources (run: npm run build)`);
    return;
  }
  mkdirSync(dirname(bundle), { recursive: true });
  writeFileSync(bundle, text);
}

function declarations() {
  const options = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--rootDir", "src", "--outDir", output];
  run("typescript/bin/tsc", ["-p", join(ROOT, "tsconfig.build.json"), ...options]);
}

function reference() {
  run("typedoc/bin/typedoc", ["--out", join(output, "api"), "--logLevel", "Warn"]);
}

function run(program, options) {
  execFileSync(process.execPath, [join(ROOT, "node_modules", program), ...options], { cwd: ROOT, stdio: "inherit" });
}

/** SHA-256 of the lines `<SHA-256 of a file>  <its path>` of all files of a folder, in the order of their paths. */
function digest(folder) {
  const lines = files(folder).map((path) => `${sha256(readFileSync(join(folder, path)))}  ${path}\n`);
  return sha256(lines.join(""));
}

function files(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll("\\", "/"))
    .sort((a, b) => (a < b ? -1 : 1));
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

function compare() {
  const committed = join(ROOT, "dist");
  const names = new Set([...files(output), ...(existsSync(committed) ? files(committed) : [])]);
  const compared = [...names].filter((name) => !NOT_COMPARED.includes(name));
  const other = compared.filter((name) => read(join(output, name)) !== read(join(committed, name)));
  if (other.length > 0) throw new Error(`${relative(ROOT, committed)} is not built from src (run: npm run build): ${other}`);
}

function read(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}
