/** Listeners by name. */
export interface Emitter<E> {
  on<K extends keyof E>(name: K, listener: (value: E[K]) => void): () => void;
  emit<K extends keyof E>(name: K, value: E[K]): void;
}

/** Makes an {@link Emitter}. A listener that throws does not stop the others. */
export function createEmitter<E>(): Emitter<E> {
  const listeners = new Map<keyof E, Set<(value: never) => void>>();
  return {
    on(name, listener) {
      // A wrapper of its own, so that one function can listen twice.
      const own = (value: never): void => listener(value);
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(own));
      return () => all.delete(own);
    },
    emit(name, value) {
      for (const listener of [...(listeners.get(name) ?? [])]) call(() => listener(value as never));
    },
  };
}

/** Runs foreign code; what it throws is reported like any uncaught error of a callback. */
export function call(task: () => void): void {
  try {
    task();
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
