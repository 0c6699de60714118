import type {TimelineItem} from "@chat-backbone/client/store";
import {type KeyboardEvent, use, useRef} from "react";
import {useMe} from "../chat/me.ts";
import {format} from "../i18n/dates.ts";
import {LANGUAGES, LanguageContext} from "../i18n/language.ts";
import {Content} from "../text/Content.tsx";
import {PersonButton} from "../people/PersonButton.tsx";
import {useShownName} from "../people/profiles.ts";
import {TOUCH} from "../ui/touch.ts";
import {Attachments} from "./Attachments.tsx";
import {MessageActions} from "./MessageActions.tsx";
import {PendingLine} from "./PendingLine.tsx";
import {Reactions} from "./Reactions.tsx";
import type {MessageRowData} from "./rows.ts";
import {namesOf} from "./sending.ts";
import {useActive} from "./useActive.ts";
import {useMessageCommands} from "./useMessageCommands.ts";

interface MessageRowProps {
  readonly item: MessageRowData["item"];
  readonly head: boolean;
  readonly replied: TimelineItem | undefined;
  readonly highlighted: boolean;
  readonly onShow: (seq: number) => void;
}

/** One message. Its actions are in the page only while a pointer or the focus is on it. */
export function MessageRow({item, head, replied, highlighted, onShow}: MessageRowProps) {
  const language = use(LanguageContext);
  const words = LANGUAGES[language];
  const me = useMe();
  const row = useRef<HTMLElement>(null);
  const [active, setActive] = useActive(row);
  const {event: message, pending} = item;
  const commands = useMessageCommands(item);
  const own = message.user.id === me.id;
  const author = useShownName(message.user, words);
  const when = format(message.at, "time", language);

  // A touched screen keeps a pointer where it was touched last, whatever is there by now.
  function pointed() {
    if (!TOUCH.matches) setActive(true);
  }

  function pressed(event: KeyboardEvent<HTMLElement>) {
    setActive(true);
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const command = {e: commands.edit, r: commands.reply, d: commands.remove, "+": commands.react}[event.key];
    if (!command) return;
    event.preventDefault();
    command();
  }

  const classes = [
    "message",
    head && "head",
    own && "own",
    message.mentions?.includes(me.id) && "mentions-me",
    item.seq === 0 && `pending ${pending?.state ?? ""}`,
    highlighted && "highlighted",
  ];
  return (
    <article
      ref={row}
      className={classes.filter(Boolean).join(" ")}
      tabIndex={-1}
      data-key={item.key}
      data-seq={item.seq || undefined}
      data-state={item.seq === 0 ? pending?.state : "sent"}
      data-testid="message"
      aria-label={`${author}, ${when}`}
      onPointerEnter={pointed}
      onPointerMove={pointed}
      onPointerLeave={event => !event.currentTarget.contains(document.activeElement) && setActive(false)}
      onFocus={() => setActive(true)}
      onBlur={event => !event.currentTarget.contains(event.relatedTarget) && setActive(false)}
      onKeyDown={pressed}
    >
      <div className="gutter">
        {head ? (
          <PersonButton user={message.user} name={author} reached={active} />
        ) : (
          <time className="gutter-time" dateTime={new Date(message.at).toISOString()}>
            {when}
          </time>
        )}
      </div>
      <div className="message-body">
        {head && (
          <p className="byline">
            <b className="author" dir="auto">{author}</b>
            {message.user.username && message.user.username !== author && <small className="handle">@{message.user.username}</small>}
            {message.user.service && <span className="tag">bot</span>}
            <time dateTime={new Date(message.at).toISOString()} title={format(message.at, "full", language)}>
              {when}
            </time>
          </p>
        )}
        {message.replyTo !== undefined && <Replied item={replied} onShow={() => onShow(message.replyTo ?? 0)} />}
        {message.deletedAt ? (
          <p className="deleted">{words.messageDeleted}</p>
        ) : (
          <>
            {message.content && message.content !== namesOf(message.attachments ?? []) && (
              <Content content={message.content} me={me.username} edited={message.editedAt ? words.edited : null} />
            )}
            {!message.content && !message.attachments && <p className="deleted">{words.dataOnly}</p>}
            {message.attachments && <Attachments files={message.attachments} sent={item.seq > 0} />}
            {message.reactions && (
              <Reactions
                reactions={message.reactions}
                onReact={commands.reactWith}
              />
            )}
          </>
        )}
        {pending && pending.state !== "acknowledged" && <PendingLine pending={pending} />}
      </div>
      {(active || commands.choosing) && item.seq > 0 && !message.deletedAt && <MessageActions item={item} commands={commands} />}
    </article>
  );
}

function Replied({item, onShow}: {item: TimelineItem | undefined; onShow: () => void}) {
  const words = LANGUAGES[use(LanguageContext)];
  const message = item?.event.type === "message" ? item.event : null;
  const author = useShownName(message?.user, words);
  const text = message?.deletedAt ? words.messageDeleted : (message?.content ?? words.sentFile);
  return (
    <button type="button" className="replied" dir="auto" onClick={onShow} data-testid="replied">
      {message ? (
        <>
          <bdi><b>{author}</b></bdi> {text.slice(0, 160)}
        </>
      ) : (
        words.anEarlierMessage
      )}
    </button>
  );
}
