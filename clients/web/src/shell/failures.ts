const listeners = new Set<(failure: Error) => void>();

/** Shows a failure beside the conversation for a while. */
export function tellFailure(failure: Error): void {
  for (const listener of listeners) listener(failure);
}

/** Tells each failure that is to be shown. */
export function onFailure(listener: (failure: Error) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
