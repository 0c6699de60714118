// Lets Node 24 run tests from their sources, without a bundler: it strips types, but finds no "x.ts" for "x.js".
//   node --import ./scripts/sources.mjs --test tests/*.test.ts

import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const CORE = new URL("../src/index.ts", import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "@chat-backbone/client") return next(CORE, context);
    if (specifier.startsWith(".") && specifier.endsWith(".js")) {
      const source = new URL(specifier.replace(/js$/, "ts"), context.parentURL);
      if (existsSync(fileURLToPath(source))) return next(source.href, context);
    }
    return next(specifier, context);
  },
});
