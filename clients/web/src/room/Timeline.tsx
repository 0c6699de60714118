import type {Author, MyRoom} from "@chat-backbone/client";
import type {useTimeline} from "@chat-backbone/client/react";
import {useConnection, useReadMarkers} from "@chat-backbone/client/react";
import {use, useCallback, useMemo, useRef, useState} from "react";
import {Virtualizer, type VirtualizerHandle} from "virtua";
import {useMe} from "../chat/me.ts";
import {dayName, dayOf} from "../i18n/dates.ts";
import {LANGUAGES, LanguageContext, useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {Button} from "../ui/Button.tsx";
import {Icon} from "../ui/Icon.tsx";
import {TimelineRow} from "./TimelineRow.tsx";
import {itemAt} from "./items.ts";
import {readersOf} from "./readers.ts";
import {retried} from "./retry.ts";
import {useRoomActions} from "./room-context.ts";
import {rowsOf} from "./rows.ts";
import {useFollow} from "./useFollow.ts";
import {useMarkRead} from "./useMarkRead.ts";
import {useRowKeys} from "./useRowKeys.ts";
import {useTopDay} from "./useTopDay.ts";

interface TimelineProps {
  readonly timeline: ReturnType<typeof useTimeline>;
  readonly mine: MyRoom | null;
  /** I am a member; the list of my rooms may not have come to the room yet. */
  readonly isMember: boolean;
  readonly seq: number | null;
  readonly people: ReadonlyMap<string, Author>;
  /** The room can't be read any more; another part tells the reason. */
  readonly shut: boolean;
}

/** The messages of a room: only those near the screen are in the page. */
export function Timeline({timeline, mine, isMember, seq, people, shut}: TimelineProps) {
  const language = use(LanguageContext);
  const words = LANGUAGES[language];
  const me = useMe();
  const {name, title} = useRoomActions();
  const {items, loaded, hasOlder, hasNewer, loading, error} = timeline;
  const lastLoad = useRef(loading);
  if (loading) lastLoad.current = loading;
  const failed = error && !shut ? (lastLoad.current ?? "first") : null;
  const markers = useReadMarkers(name);
  const firstRead = useFirstRead(mine);
  const rows = useMemo(
    () => rowsOf(items, loaded && !hasOlder && loading !== "first", firstRead, me.id),
    [items, loaded, hasOlder, loading, firstRead, me.id],
  );
  const readers = useMemo(() => readersOf(rows, markers, me.id), [rows, markers, me.id]);
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const follow = useFollow({list, timeline, rows, seq});
  const keys = useRowKeys({list, scroller, rows});
  const topDay = useTopDay(list, rows);
  useMarkRead(name, items, isMember && follow.atEnd === true && !hasNewer, mine?.readSeq ?? 0);

  // The same function for all rows, so that they are not made again.
  const goTo = useRef(follow.goTo);
  goTo.current = follow.goTo;
  const show = useCallback((target: number) => goTo.current(target), []);

  const failure = failed && (
    <p className="timeline-error" role="alert">
      {explain(error, words)}{" "}
      <Button look="link" onClick={() => void retried(timeline, failed).catch(() => {})}>
        {words.retry}
      </Button>
    </p>
  );

  return (
    <div className="timeline-frame">
      <div
        ref={scroller}
        className="timeline"
        role="log"
        aria-live="off"
        aria-label={`${words.messages}, ${title}`}
        aria-busy={loading !== null}
        tabIndex={0}
        data-testid="timeline"
        onWheel={follow.onMove}
        onTouchMove={follow.onMove}
        onPointerDown={follow.onMove}
        onKeyDown={event => {
          follow.onMove();
          keys.onKeyDown(event);
        }}
      >
        <div className="timeline-start">{failed !== "newer" && failure}</div>
        {!loaded && !error && !shut && <Skeleton />}
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          data={rows}
          shift={follow.shift}
          bufferSize={400}
          {...(keys.focused !== null && {keepMounted: [keys.focused]})}
          onScroll={() => {
            follow.onScroll();
            topDay.look();
          }}
          onResize={follow.onResize}
        >
          {row => (
            <TimelineRow
              key={row.key}
              row={row}
              readers={readers.get(row.key)}
              people={people}
              replied={row.kind === "message" && row.item.event.replyTo ? itemAt(items, row.item.event.replyTo) : undefined}
              highlighted={row.kind === "message" && row.item.seq > 0 && row.item.seq === follow.highlighted}
              onShow={show}
            />
          )}
        </Virtualizer>
        {failed === "newer" && failure}
      </div>
      {topDay.at !== null && dayOf(topDay.at) !== dayOf(Date.now()) && (
        <p className="top-day" aria-hidden="true">
          {dayName(topDay.at, Date.now(), language, words)}
        </p>
      )}
      {(follow.atEnd === false || hasNewer) && (
        <button type="button" className="to-newest" onClick={follow.toNewest} data-testid="to-newest">
          <Icon name="down" size={16} />
          {follow.newBelow > 0 ? words.newBelow(follow.newBelow) : words.toNewest}
        </button>
      )}
    </div>
  );
}

function Skeleton() {
  const words = useWords();
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{words.loading}</span>
      {[62, 44, 71, 38].map(width => (
        <div key={width} aria-hidden="true" className={`skeleton-row w${width}`} />
      ))}
    </div>
  );
}

// The marker as of when the room was opened, so that the line before the new messages stays while I
// read them. Messages that come later are not marked: infinity stands for nothing new.
function useFirstRead(mine: MyRoom | null): number | null {
  const {phase} = useConnection();
  const [first, setFirst] = useState<number | null>(null);
  const present = mine && (mine.unread ? mine.readSeq : Infinity);
  if (first === null && present !== null && phase === "live") setFirst(present);
  return first ?? present;
}
