// Checks the size of the built application, compresses it, and writes from which sources it was built. A test of the
// gateway computes the same digests, so a bundle that does not fit its sources fails the build.
import {createHash} from "node:crypto";
import {readFileSync, readdirSync, statSync, writeFileSync} from "node:fs";
import {join, relative, sep} from "node:path";
import {gzipSync} from "node:zlib";

const MAX_SCRIPT_BYTES = 150 * 1024;
const CLIENTS = join(import.meta.dirname, "../..");
const DIST = join(CLIENTS, "web/dist");
const SEAL = "bundle.sha256";
const SOURCES = [
  "typescript/src",
  "web/build",
  "web/index.html",
  "web/package-lock.json",
  "web/package.json",
  "web/src",
  "web/tsconfig.json",
  "web/vite.config.ts",
];

let size = 0;
for (const file of files(join(DIST, "assets"))) {
  const compressed = gzipSync(readFileSync(file), {level: 9});
  if (file.endsWith(".js")) size += compressed.length;
  // A gateway sends these to browsers that take them, so it compresses nothing itself.
  writeFileSync(`${file}.gz`, compressed);
}
if (size > MAX_SCRIPT_BYTES) throw new Error(`scripts: ${size} bytes gzipped (expected: <= ${MAX_SCRIPT_BYTES})`);

const sources = digest(SOURCES.flatMap(path => files(join(CLIENTS, path))));
const bundle = digest(files(DIST).filter(file => !file.endsWith(SEAL)));
writeFileSync(join(DIST, SEAL), `sources ${sources}\nbundle ${bundle}\n`);
console.log(`scripts: ${size} of ${MAX_SCRIPT_BYTES} bytes gzipped`);

/** SHA-256 over a line for each file: the SHA-256 of its bytes, a blank, its path from `clients`. */
function digest(paths) {
  const lines = paths.map(file => `${sha256(readFileSync(file))} ${relative(CLIENTS, file).split(sep).join("/")}\n`);
  return sha256(lines.sort().join(""));
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

function files(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap(name => files(join(path, name)));
}
