import {Fragment, type ReactNode, memo} from "react";
import {type Token, isEmojiOnly, tokensOf} from "./tokens.ts";

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
      {shown(tokensOf(content), me)}
      {edited && <span className="edited"> ({edited})</span>}
    </div>
  );
});

function shown(tokens: readonly Token[], me: string): ReactNode {
  return tokens.map((token, index) => <Fragment key={index}>{elementOf(token, me)}</Fragment>);
}

function elementOf(token: Token, me: string): ReactNode {
  switch (token.kind) {
    case "text":
      return token.text;
    case "code":
      return <code>{token.text}</code>;
    case "block":
      return <pre tabIndex={0}>{token.text}</pre>;
    case "strong":
      return <strong>{token.text}</strong>;
    case "emphasis":
      return <em>{token.text}</em>;
    case "struck":
      return <s>{token.text}</s>;
    case "quote":
      return <blockquote>{shown(token.tokens, me)}</blockquote>;
    case "mention":
      return <span className={isMe(token.username, me) ? "mention me" : "mention"}>{token.text}</span>;
    case "link":
      return (
        <a href={token.href} target="_blank" rel="noopener noreferrer nofollow">
          {token.text}
        </a>
      );
  }
}

function isMe(username: string, me: string): boolean {
  return username.toLowerCase() === me.toLowerCase();
}
