import {type ReactNode, useLayoutEffect, useId, useRef} from "react";
import {createPortal} from "react-dom";
import {useWords} from "../i18n/language.ts";
import {IconButton} from "./Button.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
  readonly testId?: string;
}

// A button may be gone when its dialog closes, as those of a message are: then what is around it gets the focus.
function pathOf(element: Element | null): HTMLElement[] {
  if (!(element instanceof HTMLElement)) return [];
  return [element, ...pathOf(element.parentElement?.closest("[tabindex]") ?? null)];
}

/** A modal dialog: the browser keeps the focus inside, and gives it back when the dialog closes. */
export function Dialog({title, onClose, children, wide = false, testId}: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const words = useWords();

  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = pathOf(document.activeElement);
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>("input, select, [data-first]")?.focus();
    return () => {
      dialog?.close();
      before.find(element => element.isConnected)?.focus();
    };
  }, []);

  return createPortal(
    <dialog
      ref={ref}
      className={wide ? "dialog wide" : "dialog"}
      aria-labelledby={heading}
      data-testid={testId}
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={event => event.target === ref.current && onClose()}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2 id={heading}>{title}</h2>
          <IconButton icon="close" label={words.close} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>,
    document.body,
  );
}
