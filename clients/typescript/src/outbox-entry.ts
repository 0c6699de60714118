import { ChatError } from "./errors.js";
import type { OutboxChange, OutboxEntry, Sending } from "./types.js";

/** An entry with what its owner knows of it. */
export interface Held {
  entry: OutboxEntry;
  /** An earlier try may have arrived. */
  tried: boolean;
  /** It came from the storage. */
  readonly loaded: boolean;
  /** Ends the wait for the next try. */
  cancelWait: (() => void) | null;
}

/** The frame that does what the entry says. */
export function frameOf({ entry: { id, room, action }, tried }: Held): object {
  const named = action.type === "send" || action.type === "emit";
  const { files: _, ...sent } = { files: null, ...action };
  return {
    ...sent,
    room,
    ...(named && { id, ...(tried && { retry: true }) }),
    ...(action.type === "emit" && { keep: true }),
  };
}

/** What a call gets whose entry was not accepted. */
export function failedSending(id: string, error: ChatError): Sending {
  const failure = <T>(): Promise<T> => {
    const rejected = Promise.reject<T>(error);
    rejected.catch(() => {});
    return rejected;
  };
  return { id, stored: failure(), acknowledged: failure() };
}

/** A change as it passes a channel: an error does not pass as it is. */
export function plain(change: OutboxChange): OutboxChange {
  if (change.type !== "undone") return change;
  const { code, message } = change.error;
  return { ...change, error: { code, message } as ChatError };
}

/** A change that came over a channel. */
export function revived(change: OutboxChange): OutboxChange {
  return change.type === "undone" ? { ...change, error: new ChatError(change.error) } : change;
}

/** A random id, also on pages that came over plain HTTP: these have no `randomUUID`. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
