import {type RefObject, useCallback, useLayoutEffect, useState} from "react";

/**
 * Moves the focus into a field at once, so that it gets the next key, and the caret to a place once
 * the field has its new text, which by itself moves the caret to its end.
 */
export function useCaret(field: RefObject<HTMLTextAreaElement | null>): (at: number) => void {
  const [place, setPlace] = useState<{readonly at: number} | null>(null);
  useLayoutEffect(() => {
    if (place) field.current?.setSelectionRange(place.at, place.at);
  }, [place, field]);
  return useCallback(
    at => {
      field.current?.focus();
      setPlace({at});
    },
    [field],
  );
}
