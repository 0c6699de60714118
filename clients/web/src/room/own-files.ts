import type {Client, StoredFile} from "@chat-backbone/client";

const MAX_PICTURES = 50;
const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

const pictures = new WeakMap<Client, Map<string, string>>();

/** Keeps an uploaded picture, so that its message shows it before the server has a preview. */
export function keepPicture(client: Client, file: StoredFile, content: Blob): void {
  if (!PICTURE.test(file.contentType)) return;
  const known = pictures.get(client) ?? new Map<string, string>();
  pictures.set(client, known);
  known.set(file.id, URL.createObjectURL(content));
  for (const [oldest, address] of known) {
    if (known.size <= MAX_PICTURES) break;
    known.delete(oldest);
    URL.revokeObjectURL(address);
  }
}

/** The address in this page of a picture that it has uploaded a while ago, if it is one. */
export function ownPicture(client: Client, id: string): string | undefined {
  return pictures.get(client)?.get(id);
}
