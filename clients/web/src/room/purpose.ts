import type {Message} from "@chat-backbone/client";

/** The present purpose of the field. */
export type Purpose = {readonly kind: "new"} | {readonly kind: "edit" | "reply"; readonly message: Message};

/** The text that a new purpose brings into the field; null leaves the field as it is. */
export function textFor(purpose: Purpose, before: Purpose, draft: string): string | null {
  if (purpose.kind === "edit") return purpose.message.content ?? "";
  return before.kind === "edit" ? draft : null;
}
