import type {Author} from "@chat-backbone/client";
import type {TimelineItem} from "@chat-backbone/client/store";
import {memo, use} from "react";
import {dayName} from "../i18n/dates.ts";
import {LANGUAGES, LanguageContext, useWords} from "../i18n/language.ts";
import {nameOf} from "../text/names.ts";
import {Avatar} from "../ui/Avatar.tsx";
import {MessageRow} from "./MessageRow.tsx";
import {noticeOf} from "./notices.ts";
import {useRoomActions} from "./room-context.ts";
import type {Row} from "./rows.ts";

interface TimelineRowProps {
  readonly row: Row;
  readonly readers: readonly string[] | undefined;
  readonly people: ReadonlyMap<string, Author>;
  readonly replied: TimelineItem | undefined;
  readonly highlighted: boolean;
  readonly onShow: (seq: number) => void;
}

/** One row of a timeline. */
export const TimelineRow = memo(
  function TimelineRow({row, readers, people, replied, highlighted, onShow}: TimelineRowProps) {
    switch (row.kind) {
      case "beginning":
        return <Beginning />;
      case "day":
        return <Day at={row.at} isNew={row.isNew} />;
      case "new":
        return <NewLine />;
      case "notice":
        return <Notice item={row.item} />;
      case "message":
        return (
          <>
            <MessageRow
              item={row.item}
              head={row.head}
              replied={replied}
              highlighted={highlighted}
              onShow={onShow}
            />
            {readers && <Readers users={readers} people={people} />}
          </>
        );
    }
  },
  (before, after) =>
    sameRow(before.row, after.row) &&
    before.replied === after.replied &&
    before.highlighted === after.highlighted &&
    before.onShow === after.onShow &&
    (before.readers?.join() ?? "") === (after.readers?.join() ?? ""),
);

// Rows are made again with each change of the timeline; its items are not.
function sameRow(before: Row, after: Row): boolean {
  if (before.key !== after.key || before.kind !== after.kind) return false;
  if (before.kind === "day" && after.kind === "day") return before.isNew === after.isNew;
  if (before.kind !== "message" || after.kind !== "message") return true;
  return before.head === after.head && before.item.event === after.item.event && before.item.pending === after.item.pending;
}

function Beginning() {
  const words = useWords();
  const {title} = useRoomActions();
  return (
    <div className="beginning">
      <h2 dir="auto">{title}</h2>
      <p>{words.beginning(title)}</p>
    </div>
  );
}

function Day({at, isNew}: {at: number; isNew: boolean}) {
  const language = use(LanguageContext);
  const words = LANGUAGES[language];
  return (
    <div className={isNew ? "divider day new" : "divider day"} data-testid={isNew ? "new-messages" : undefined}>
      <span>{dayName(at, Date.now(), language, words)}</span>
      {isNew && <span className="new-mark">{words.newMessages}</span>}
    </div>
  );
}

function NewLine() {
  const words = useWords();
  return (
    <div className="divider new" data-testid="new-messages">
      <span>{words.newMessages}</span>
    </div>
  );
}

function Notice({item}: {item: TimelineItem}) {
  const words = useWords();
  return <p className="event-notice">{noticeOf(item.event, words)}</p>;
}

const MAX_READERS = 5;

function Readers({users, people}: {users: readonly string[]; people: ReadonlyMap<string, Author>}) {
  const words = useWords();
  const names = users.map(id => nameOf(people.get(id) ?? {username: words.someone}, words));
  return (
    <p className="readers" title={words.readBy(names.join(", "))} data-testid="readers">
      <span className="visually-hidden">{words.readBy(names.join(", "))}</span>
      {users.slice(0, MAX_READERS).map((id, index) => (
        <Avatar key={id} id={id} name={names[index] ?? "?"} size="tiny" />
      ))}
      {users.length > MAX_READERS && <span aria-hidden="true">+{users.length - MAX_READERS}</span>}
    </p>
  );
}
