import type {ChatError, Client, Sending} from "@chat-backbone/client";

/** Shows a failure that no part of the page waits for. */
export type Tell = (failure: ChatError) => void;

/**
 * Whether the outbox took an action; if not, tells why. What it took shows its own refusal: at the
 * message, from where it can be offered again, or as an action that is undone.
 */
export function isTaken(client: Pick<Client, "outbox">, {id, stored, acknowledged}: Sending, tell: Tell): boolean {
  const taken = client.outbox.entries().some(entry => entry.id === id);
  stored.catch(() => {});
  acknowledged.catch((failure: ChatError) => taken || tell(failure));
  return taken;
}

/** The text of a message that has only files: the server expects a text, and lists and other clients show it. */
export function namesOf(files: readonly {readonly name: string}[]): string {
  return files.map(({name}) => name).join(", ");
}
