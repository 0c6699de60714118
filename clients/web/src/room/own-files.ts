import type {Attachment, Client, StoredFile} from "@chat-backbone/client";
import {namesOf} from "./sending.ts";

const MAX_FILES = 50;
const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

/** A file that this page has uploaded. */
export interface OwnFile {
  readonly file: Attachment;
  /** The picture itself, for the page. */
  readonly picture: string | null;
}

const files = new WeakMap<Client, Map<string, OwnFile>>();

/** Keeps an uploaded file, so that its message shows it before the server has told of it. */
export function keepOwnFile(client: Client, file: StoredFile, content: Blob): void {
  const known = files.get(client) ?? new Map<string, OwnFile>();
  files.set(client, known);
  known.set(file.id, {file, picture: PICTURE.test(file.contentType) ? URL.createObjectURL(content) : null});
  for (const [oldest, {picture}] of known) {
    if (known.size <= MAX_FILES) break;
    known.delete(oldest);
    if (picture) URL.revokeObjectURL(picture);
  }
}

/** The names of files that this page knows: those of an unsent message are not in its outbox. */
export function knownNames(client: Client, attachments: readonly Attachment[]): string {
  return namesOf(attachments.map(file => (file.name ? file : (ownFile(client, file.id)?.file ?? file))));
}

/** A file that this page has uploaded a while ago, if it is one. */
export function ownFile(client: Client, id: string): OwnFile | undefined {
  return files.get(client)?.get(id);
}
