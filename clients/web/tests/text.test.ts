import {describe, expect, it} from "vitest";
import {initialsOf} from "../src/text/names.ts";
import {isEmojiOnly, tokensOf} from "../src/text/tokens.ts";

const kinds = (content: string) => tokensOf(content).map(token => `${token.kind}:${token.text}`);

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
      "text:\nc",
    ]);
  });

  it("keeps every character of plain text", () => {
    const content = "a\n\n b\t`c  ``` d @";
    expect(tokensOf(content).map(token => token.text).join("")).toBe(content);
  });

  it("takes hostile text without delay", () => {
    const begun = performance.now();
    for (const part of ["@", "`", "```", "http://", "(", "a@"]) tokensOf(part.repeat(4000 / part.length));
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  it("is large when it is a few emoji", () => {
    expect(isEmojiOnly("🎉👍🏽")).toBe(true);
    expect(isEmojiOnly("👨‍👩‍👧")).toBe(true);
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
