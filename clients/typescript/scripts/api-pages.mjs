// The reference of the package as one HTML page, made from the doc comments of the declarations.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const ENTRIES = [
  { name: "@chat-backbone/client", files: ["client", "handles", "types", "errors", "storage", "clock", "protocol"] },
  { name: "@chat-backbone/client/account", files: ["account", "account-types"] },
  { name: "@chat-backbone/client/store", files: ["store/index", "store/types"] },
  { name: "@chat-backbone/client/react", files: ["react/index"] },
  { name: "@chat-backbone/client/indexeddb", files: ["indexeddb"] },
  { name: "@chat-backbone/client/node", files: ["node/file-storage", "node/socket"] },
];
// The comment of an exported declaration, its name, and its text up to the next one.
const DECLARATION = /(?:\/\*\*((?:(?!\*\/)[^])*?)\*\/\n)?export (?:declare )?(?:interface|type|class|function|const) (\w+)[^]*?(?=\n(?:\/\*\*|export |import )|$)/g;

/** The page, from the folder with the declarations. */
export function apiPage(folder) {
  const entries = ENTRIES.map(({ name, files }) => ({ name, items: files.flatMap((file) => itemsOf(join(folder, `${file}.d.ts`))) }));
  const names = new Set(entries.flatMap(({ items }) => items.map((item) => item.name)));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chat backbone: client for TypeScript</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/docs/docs.css">
</head>
<body>
<header>
<h1>Client for TypeScript</h1>
<nav>
${entries.map(({ name }) => `<a href="#${idOf(name)}">${name}</a>`).join("\n")}
<a href="/docs">REST, sockets, topics</a>
</nav>
</header>
<main>
${entries.map((entry) => section(entry, names)).join("\n")}
</main>
</body>
</html>
`;
}

function itemsOf(path) {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(DECLARATION)]
    .map(([whole, comment = "", name]) => ({ name, comment: plain(comment), code: whole.replace(/^\/\*\*[^]*?\*\/\n(?=export)/, "").trim() }))
    .filter(({ code }) => !code.startsWith("export {"));
}

function plain(comment) {
  return comment
    .replace(/^\s*\* ?/gm, "")
    .replace(/\{@link (?:\w+\.)?(\w+)\}/g, "`$1`")
    .trim();
}

function section({ name, items }, names) {
  return `<section id="${idOf(name)}">
<h2>${name}</h2>
<p>${items.map((item) => `<a href="#${item.name}">${item.name}</a>`).join(" · ")}</p>
${items.map((item) => article(item, names)).join("\n")}
</section>`;
}

function article({ name, comment, code }, names) {
  const text = comment
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => `<p>${escaped(paragraph).replace(/`([^`]+)`/g, "<code>$1</code>")}</p>`);
  const linked = escaped(code.replace(/^export (declare )?/, "")).replace(/\b[A-Z]\w+\b/g, (word) =>
    word !== name && names.has(word) ? `<a href="#${word}">${word}</a>` : word,
  );
  return `<article id="${name}">
<h3>${name}</h3>
${text.join("\n")}
<pre tabindex="0"><code>${linked}</code></pre>
</article>`;
}

function idOf(name) {
  return name.replace(/[@/]/g, "-").slice(1);
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
