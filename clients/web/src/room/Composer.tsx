import type {Author, StoredFile} from "@chat-backbone/client";
import {useClient, useRoom} from "@chat-backbone/client/react";
import {type ClipboardEvent, type FormEvent, type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState} from "react";
import {draftsOf} from "../chat/keep.ts";
import {useMe} from "../chat/me.ts";
import {tellFailure} from "../shell/failures.ts";
import {useWords} from "../i18n/language.ts";
import {MAX_CONTENT, MAX_FIELD, lengthOf} from "../text/length.ts";
import {IconButton} from "../ui/Button.tsx";
import {TOUCH} from "../ui/touch.ts";
import {ComposerPurpose} from "./ComposerPurpose.tsx";
import {EmojiPicker} from "./EmojiPicker.tsx";
import {MentionList} from "./MentionList.tsx";
import {UploadList} from "./UploadList.tsx";
import {type Purpose, textFor} from "./purpose.ts";
import {useRoomActions} from "./room-context.ts";
import {isTaken, namesOf} from "./sending.ts";
import {pastedFiles} from "./pasted.ts";
import {useCaret} from "./useCaret.ts";
import {useMentions} from "./useMentions.ts";
import {useUploads} from "./useUploads.ts";

/** The actions on the field for other parts. */
export interface ComposerHandle {
  attach(files: File[]): void;
  focus(): void;
}

interface ComposerProps {
  readonly ref: Ref<ComposerHandle>;
  readonly people: ReadonlyMap<string, Author>;
  readonly purpose: Purpose;
  readonly onPurpose: (purpose: Purpose) => void;
  readonly onEditLast: () => void;
}

const WARNED = 200;

/** The field in which messages are written. Its text outlives a reload. */
export function Composer({ref, people, purpose, onPurpose, onEditLast}: ComposerProps) {
  const words = useWords();
  const me = useMe();
  const {name, title} = useRoomActions();
  const client = useClient();
  const room = useRoom(name);
  const drafts = useMemo(() => draftsOf(me.id), [me.id]);
  const [text, setText] = useState(() => drafts.get(name));
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const emojiButton = useRef<HTMLButtonElement>(null);
  const [choosing, setChoosing] = useState(false);
  const uploads = useUploads(name);
  const moveCaret = useCaret(field);
  const mentions = useMentions({text, people, onText: write, moveCaret});
  const editing = purpose.kind === "edit";
  const left = MAX_CONTENT - lengthOf(text);
  const fits = (text.trim() !== "" || (!editing && uploads.list.length > 0)) && left >= 0;
  const {waits} = uploads;
  const waited = useRef(waits);
  const waiting = useRef<Purpose>({kind: "new"});
  const before = useRef<Purpose>(purpose);

  useImperativeHandle(ref, () => ({attach: uploads.add, focus: () => field.current?.focus()}), [uploads.add]);

  useLayoutEffect(() => {
    if (!TOUCH.matches) field.current?.focus();
  }, []);

  // An edit begins with the message's text; the draft waits until it is over.
  useLayoutEffect(() => {
    // The text in the field belongs to the message that waits for its files: no reply begins with it.
    if (waits && purpose.kind === "reply" && purpose !== waiting.current) return onPurpose(waiting.current);
    const other = textFor(purpose, before.current, drafts.get(name));
    before.current = purpose;
    if (other !== null) setText(other);
    if (purpose.kind !== "new") moveCaret((other ?? text).length);
  }, [purpose]);

  function write(changed: string) {
    setText(changed);
    if (editing) return;
    drafts.set(name, changed);
    if (changed.trim()) room.typing();
  }

  function done() {
    onPurpose({kind: "new"});
    setText(editing ? drafts.get(name) : "");
    if (!editing) drafts.set(name, "");
  }

  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (!fits) return;
    if (editing) {
      if (isTaken(client, room.edit(purpose.message.seq, {content: text}), tellFailure)) done();
    } else if (uploads.busy) {
      waiting.current = purpose;
      uploads.whenUploaded(files => send(drafts.get(name), files));
    } else if (send(text, uploads.files)) {
      done();
    }
    field.current?.focus();
  }

  // What the outbox does not take stays in the field.
  function send(content: string, files: readonly StoredFile[]): boolean {
    if (content.trim() === "" && files.length === 0) return false;
    const sending = room.send({
      content: content.trim() !== "" ? content : namesOf(files),
      ...(purpose.kind === "reply" && {replyTo: purpose.message.seq}),
      ...(files.length > 0 && {attachments: files}),
    });
    if (!isTaken(client, sending, tellFailure)) return false;
    drafts.set(name, "");
    uploads.clear();
    room.typing(false);
    return true;
  }

  // The message was sent when its files were there, perhaps while another room was shown. An edit goes on.
  useEffect(() => {
    if (waited.current && !waits && uploads.list.length === 0 && !editing) done();
    waited.current = waits;
  }, [waits, uploads.list.length]);

  function pressed(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing || mentions.onKeyDown(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !TOUCH.matches) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && purpose.kind !== "new") {
      event.stopPropagation();
      done();
    } else if (event.key === "ArrowUp" && text === "" && !event.altKey) {
      event.preventDefault();
      onEditLast();
    }
  }

  function pasted(event: ClipboardEvent) {
    const files = pastedFiles(event.clipboardData);
    if (files.length === 0 || editing) return;
    event.preventDefault();
    uploads.add(files);
  }

  function insert(emoji: string | null) {
    setChoosing(false);
    if (emoji === null || !field.current) return;
    const {selectionStart, selectionEnd} = field.current;
    write(text.slice(0, selectionStart) + emoji + text.slice(selectionEnd));
    moveCaret(selectionStart + emoji.length);
  }

  return (
    <form id="composer" className="composer" onSubmit={submit}>
      <ComposerPurpose purpose={purpose} onCancel={done} />
      <UploadList uploads={uploads} />
      <div className="composer-box">
        {!editing && (
          <IconButton icon="attach" label={words.attach} onClick={() => picker.current?.click()} data-testid="attach" />
        )}
        <div className="composer-field" data-text={text}>
          <textarea
            ref={field}
            id="composer-text"
            rows={1}
            dir="auto"
            maxLength={MAX_FIELD}
            value={text}
            placeholder={words.messageTo(title)}
            aria-label={editing ? words.editing : words.messageTo(title)}
            aria-describedby="composer-hint"
            enterKeyHint={TOUCH.matches ? "enter" : "send"}
            data-testid="composer"
            {...mentions.attributes}
            onChange={event => {
              write(event.target.value);
              mentions.look(event.target);
            }}
            onSelect={event => mentions.look(event.currentTarget)}
            onBlur={mentions.close}
            onKeyDown={pressed}
            onPaste={pasted}
          />
        </div>
        <IconButton
          ref={emojiButton}
          icon="react"
          label={words.emoji}
          aria-expanded={choosing}
          onClick={() => setChoosing(!choosing)}
        />
        <IconButton icon="send" label={editing ? words.save : words.send} type="submit" className="send" disabled={!fits || (waits && !editing)} data-testid="send" />
      </div>
      <p className="composer-foot">
        <span id="composer-hint">{words.keysHint}</span>
        {waits && <span role="status">{words.sendsAfterUpload}</span>}
        {left <= WARNED && (
          <span className={left < 0 ? "count over" : "count"} role="status">
            {left < 0 ? words.tooLong(-left) : words.left(left)}
          </span>
        )}
      </p>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        data-testid="file-input"
        onChange={event => {
          uploads.add([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      {mentions.open && <MentionList mentions={mentions} />}
      {choosing && <EmojiPicker anchor={emojiButton} onChoose={insert} />}
    </form>
  );
}
