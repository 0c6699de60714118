import type {Message} from "@chat-backbone/client";
import {createContext, use} from "react";
import type {Question} from "../ui/Confirm.tsx";

/** The actions of an open room that its parts share. */
export interface RoomActions {
  readonly name: string;
  readonly title: string;
  /** Whether I am its owner or a moderator. */
  readonly moderates: boolean;
  readonly edit: (message: Message) => void;
  readonly reply: (message: Message) => void;
  readonly ask: (question: Question) => void;
  readonly toComposer: () => void;
  /** Ends the turn of the message whose actions are shown. */
  readonly lastActive: {current: (() => void) | null};
}

/** The open room. */
export const RoomContext = createContext<RoomActions | null>(null);

/** The open room; only inside of one. */
export function useRoomActions(): RoomActions {
  const actions = use(RoomContext);
  if (!actions) throw new Error("useRoomActions: no room (expected: inside of RoomView)");
  return actions;
}
