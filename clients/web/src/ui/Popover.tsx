import {type KeyboardEvent, type ReactNode, type RefObject, type ToggleEvent, useEffect, useLayoutEffect, useRef} from "react";
import {createPortal} from "react-dom";

interface PopoverProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly label: string;
  readonly role?: "menu" | "dialog";
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const GAP = 6;

/** A small layer at a button. Arrow keys move between its buttons; Escape and a press outside close it. */
export function Popover({anchor, label, role = "menu", onClose, children}: PopoverProps) {
  const ref = useRef<HTMLDivElement>(null);
  const pressedAnchor = useRef(false);

  useEffect(() => {
    const pressed = (event: PointerEvent) => {
      pressedAnchor.current = anchor.current?.contains(event.target as Node) ?? false;
    };
    document.addEventListener("pointerdown", pressed, {capture: true});
    return () => document.removeEventListener("pointerdown", pressed, {capture: true});
  }, [anchor]);

  // The toggle event comes in a later task: a key in between would find a closed layer that counts as open.
  // A press on the button closes the layer too, but the button's click, which follows, has to find it open.
  function beforeToggle(event: ToggleEvent) {
    if (event.newState === "closed" && !pressedAnchor.current) onClose();
  }

  useLayoutEffect(() => {
    const layer = ref.current;
    const button = anchor.current;
    if (!layer || !button) return;
    const before = document.activeElement;
    layer.showPopover();
    place(layer, button.getBoundingClientRect());
    layer.querySelector<HTMLElement>("button:not(:disabled), input")?.focus();
    return () => {
      if (!layer.contains(document.activeElement) && document.activeElement !== document.body) return;
      // A layer that a key has opened gives the focus back to where the key was pressed.
      const usable = before instanceof HTMLElement && before !== document.body && before.isConnected;
      (usable ? before : button).focus();
    };
  }, [anchor]);

  return createPortal(
    <div
      ref={ref}
      className="popover"
      role={role}
      aria-label={label}
      popover="auto"
      onBeforeToggle={beforeToggle}
      onToggle={event => event.newState === "closed" && onClose()}
      onKeyDown={event => moveFocus(event)}
    >
      {children}
    </div>,
    document.body,
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly children: ReactNode;
  readonly danger?: boolean;
  readonly testId?: string;
}

/** One entry of a menu. */
export function MenuItem({onSelect, children, danger = false, testId}: MenuItemProps) {
  const look = danger ? "menu-item danger" : "menu-item";
  return (
    <button type="button" role="menuitem" className={look} onClick={onSelect} data-testid={testId}>
      {children}
    </button>
  );
}

function place(layer: HTMLElement, at: DOMRect): void {
  const {offsetWidth: width, offsetHeight: height} = layer;
  const left = Math.max(GAP, Math.min(at.right - width, innerWidth - width - GAP));
  const below = at.bottom + GAP;
  const top = below + height > innerHeight - GAP ? Math.max(GAP, at.top - GAP - height) : below;
  layer.style.left = `${left}px`;
  layer.style.top = `${top}px`;
}

const STEPS: Record<string, number> = {ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1};

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  // It closes this layer and does nothing to what is around its button.
  if (event.key === "Escape") event.stopPropagation();
  const step = STEPS[event.key];
  if (step === undefined || event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  event.stopPropagation();
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button:not(:disabled)")];
  const index = buttons.indexOf(document.activeElement as HTMLElement);
  buttons[(index + step + buttons.length) % buttons.length]?.focus();
}
