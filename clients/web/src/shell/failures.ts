import type {ChatError} from "@chat-backbone/client";

const listeners = new Set<(failure: ChatError) => void>();

/** Shows a failure beside the conversation for a while. */
export function tellFailure(failure: ChatError): void {
  for (const listener of listeners) listener(failure);
}

/** Tells each failure that is to be shown. */
export function onFailure(listener: (failure: ChatError) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
