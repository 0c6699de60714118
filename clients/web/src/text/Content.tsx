import {Fragment, memo} from "react";
import {isEmojiOnly, tokensOf} from "./tokens.ts";

interface ContentProps {
  readonly content: string;
  /** My username: a mention of it stands out. */
  readonly me: string;
  /** The word that the message was edited, if it was. */
  readonly edited: string | null;
}

/** The text of a message. */
export const Content = memo(function Content({content, me, edited}: ContentProps) {
  return (
    <div className={isEmojiOnly(content) ? "content emoji-only" : "content"} dir="auto">
      {tokensOf(content).map((token, index) => {
        switch (token.kind) {
          case "text":
            return <Fragment key={index}>{token.text}</Fragment>;
          case "code":
            return <code key={index}>{token.text}</code>;
          case "block":
            return <pre key={index}>{token.text}</pre>;
          case "mention":
            return (
              <span key={index} className={isMe(token.username, me) ? "mention me" : "mention"}>
                {token.text}
              </span>
            );
          case "link":
            return (
              <a key={index} href={token.href} target="_blank" rel="noopener noreferrer nofollow">
                {token.text}
              </a>
            );
        }
      })}
      {edited && <span className="edited"> ({edited})</span>}
    </div>
  );
});

function isMe(username: string, me: string): boolean {
  return username.toLowerCase() === me.toLowerCase();
}
