import type {TimelineItem} from "@chat-backbone/client/store";
import type {Words} from "../i18n/en.ts";
import {isolated, nameOf} from "../text/names.ts";

/** An event that is no message, as a sentence. */
export function noticeOf(event: TimelineItem["event"], words: Words): string {
  if (event.type === "member") {
    const name = isolated(nameOf(event.user, words));
    const by = isolated(nameOf(event.by, words));
    switch (event.action) {
      case "joined":
        return words.joinedRoom(name);
      case "left":
        return words.leftRoom(name);
      case "kicked":
        return words.kickedFrom(name, by);
      case "banned":
        return words.bannedFrom(name, by);
    }
  }
  if (event.type === "room") {
    if (event.action === "deleted") return words.roomDeleted;
    const by = event.by ? isolated(nameOf(event.by, words)) : words.someone;
    return event.action === "created" ? words.roomCreated(by) : words.roomChanged(by);
  }
  return "";
}
