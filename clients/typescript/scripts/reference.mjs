// Changes TypeDoc's pages to obey the policy of pages that a gateway serves: no inline scripts and styles. Also removes
// links inside of buttons.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DefaultTheme, JSX } from "typedoc";

// Only hides a page until its theme is set.
const INLINE_SCRIPT = /<script>.*?<\/script>/gs;
const PERMALINK = /<a href="#[^"]*" aria-label="Permalink".*?<\/a>/gs;
// For the filters of members, which are turned off.
const INLINE_STYLE = 'document.createElement("style")';

/** The default theme, in whose navigation a module opens its list and is no link. */
class Theme extends DefaultTheme {
  buildNavigation(project) {
    return super.buildNavigation(project).map(({ path, ...module }) => module);
  }
}

/** A plugin of TypeDoc. */
export function load({ renderer }) {
  renderer.defineTheme("gateway", Theme);
  renderer.hooks.on("head.end", () => JSX.createElement("link", { rel: "icon", href: "/favicon.svg" }));
  renderer.on("endPage", (page) => {
    page.contents = page.contents.replace(INLINE_SCRIPT, "").replace(PERMALINK, "");
  });
  renderer.on("endRender", ({ outputDirectory }) => {
    const file = join(outputDirectory, "assets", "main.js");
    const parts = readFileSync(file, "utf8").split(INLINE_STYLE);
    if (parts.length !== 2) throw new Error(`${file}: inline style (expected: 1, found: ${parts.length - 1})`);
    writeFileSync(file, parts.join('document.createElement("template")'));
  });
}
