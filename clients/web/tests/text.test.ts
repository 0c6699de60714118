import {describe, expect, it} from "vitest";
import {initialsOf} from "../src/text/names.ts";
import {isEmojiOnly, tokensOf} from "../src/text/tokens.ts";

const kinds = (content: string) => tokensOf(content).map(token => `${token.kind}:${token.text}`);

/** How many times longer the work takes on the larger text; the best of many tries each, by turns. */
function growth(work: (content: string) => unknown, small: string, large: string): number {
  const shortest = [Infinity, Infinity];
  for (let tries = 0; tries < 25; tries++) {
    for (const [index, content] of [small, large].entries()) {
      const begun = performance.now();
      for (let times = 0; times < 8; times++) work(content);
      shortest[index] = Math.min(shortest[index] ?? 0, performance.now() - begun);
    }
  }
  return (shortest[1] ?? 0) / (shortest[0] ?? 1);
}

describe("the text of a message", () => {
  it("stays text whatever it looks like", () => {
    expect(kinds("<img src=x onerror=alert(1)>")).toEqual(["text:<img src=x onerror=alert(1)>"]);
    expect(kinds("javascript:alert(1) data:text/html,x")).toEqual(["text:javascript:alert(1) data:text/html,x"]);
  });

  it("has links of http and https without the sentence around them", () => {
    expect(kinds("see https://a.example/b?c=d, or (http://e.example/f_(g)).")).toEqual([
      "text:see ",
      "link:https://a.example/b?c=d",
      "text:, or (",
      "link:http://e.example/f_(g)",
      "text:).",
    ]);
  });

  it("has the mentions that the gateway finds", () => {
    expect(kinds("hi @ann. 你好@bob-x, not me@ann.example")).toEqual([
      "text:hi ",
      "mention:@ann",
      "text:. 你好",
      "mention:@bob-x",
      "text:, not me@ann.example",
    ]);
  });

  it("has code in which nothing else is found", () => {
    expect(kinds("a `@ann` b\n```js\nhttps://x.example\n```\nc")).toEqual([
      "text:a ",
      "code:@ann",
      "text: b\n",
      "block:https://x.example",
      "text:c",
    ]);
    expect(kinds("```\na\n```\n\nb")).toEqual(["block:a", "text:\nb"]);
    expect(kinds("```a``` b")).toEqual(["block:a", "text: b"]);
  });

  it("has marked words, not in code, links and names of things", () => {
    expect(kinds("**a b** and *c*, _d_; ~~e~~")).toEqual(["strong:a b", "text: and ", "strong:c", "text:, ", "emphasis:d", "text:; ", "struck:e"]);
    for (const plain of ["2*3*4", "a_b_c", "* a * b", "** a **", "_ _", "*\n*", "~~~", "***", "__init__.py", "a_b_ c", "a _b_c", "2*3* 4", "a~~b~~ c"]) expect(kinds(plain)).toEqual([`text:${plain}`]);
    expect(kinds("`*a*` https://x.example/_b_")).toEqual(["code:*a*", "text: ", "link:https://x.example/_b_"]);
  });

  it("has quotes of whole lines", () => {
    expect(kinds("> one\n>two\nthree > four")).toEqual(["quote:one\ntwo", "text:three > four"]);
    const [quote] = tokensOf("> *so* said @ann");
    expect(quote?.kind === "quote" && quote.tokens.map(({kind}) => kind)).toEqual(["strong", "text", "mention"]);
  });

  it("keeps every character of plain text", () => {
    const content = "a\n\n b\t`c  ``` d @";
    expect(tokensOf(content).map(token => token.text).join("")).toBe(content);
  });

  it("takes time in proportion to its length, whatever it is", () => {
    const linkOf = (length: number) => `https://a/${"!".repeat(length)}b${")".repeat(length)}`;
    expect(growth(tokensOf, linkOf(50), linkOf(400))).toBeLessThan(24);
    expect(growth(tokensOf, "https://a/" + "!)".repeat(50), "https://a/" + "!)".repeat(400))).toBeLessThan(24);
    for (const part of ["@", "`", "```", "``` ", "`a", "*", "**", "**a", "*a ", "_a", "~~a", "~", ">", "> a\n", ">\n", "http://", "(", "a@", "https://a)"]) {
      expect(growth(tokensOf, part.repeat(200), part.repeat(1600)), part).toBeLessThan(24);
    }
  });

  it("takes no longer for many emoji than for a few", () => {
    expect(growth(isEmojiOnly, "☀☀☀x", "☀".repeat(24) + "x")).toBeLessThan(20);
    expect(isEmojiOnly("☀".repeat(59) + "x")).toBe(false);
  });

  it("is large when it is a few emoji", () => {
    expect(isEmojiOnly("🎉👍🏽")).toBe(true);
    expect(isEmojiOnly("👨‍👩‍👧")).toBe(true);
    expect(isEmojiOnly("❤️ 🎉 👨‍👩‍👧 👍🏽 🙂 ☀")).toBe(true);
    expect(isEmojiOnly("🇩🇪 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} 1️⃣ #️⃣")).toBe(true);
    expect(isEmojiOnly("🙂".repeat(7))).toBe(false);
    expect(isEmojiOnly(" ")).toBe(false);
    expect(isEmojiOnly("12")).toBe(false);
    expect(isEmojiOnly("ok 👍")).toBe(false);
  });
});

describe("initials", () => {
  it("are of the first and last part of a name", () => {
    expect(initialsOf("Ann Berg")).toBe("AB");
    expect(initialsOf("ann")).toBe("AN");
    expect(initialsOf("👩‍🚀 x")).toBe("👩‍🚀X");
  });
});
