import {useCallback, useEffect, useState} from "react";

/** The answer to a call, or its failure. */
export interface Loaded<T> {
  readonly value: T | null;
  readonly error: unknown;
  readonly reload: () => void;
  /** Changes the value by what is known without asking again. */
  readonly change: (next: (value: T) => T) => void;
}

/** Asks for something whenever what it depends on changes; an answer that comes too late is dropped. */
export function useLoaded<T>(load: () => Promise<T>, dependencies: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{value: T | null; error: unknown}>({value: null, error: null});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let wanted = true;
    load().then(
      value => wanted && setState({value, error: null}),
      (error: unknown) => wanted && setState(before => ({value: before.value, error})),
    );
    return () => {
      wanted = false;
    };
    // The caller says what `load` depends on.
  }, [...dependencies, turn]);
  return {
    ...state,
    reload: useCallback(() => setTurn(before => before + 1), []),
    change: useCallback(
      (next: (value: T) => T) => setState(before => (before.value === null ? before : {...before, value: next(before.value)})),
      [],
    ),
  };
}
