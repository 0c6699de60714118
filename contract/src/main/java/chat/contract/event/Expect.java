package chat.contract.event;

import chat.contract.ApplicationData;
import chat.contract.Names;
import org.jspecify.annotations.Nullable;

/** Checks of fields that several kinds of events have. */
public final class Expect {

  private Expect() {}

  public static void room(String room) {
    if (!Names.isRoom(room)) {
      throw new IllegalArgumentException("room: " + room + " (expected: a room's name)");
    }
  }

  static void id(String id) {
    if (!Names.isMessageId(id)) {
      throw new IllegalArgumentException("id: " + id + " (expected: [A-Za-z0-9_-]{1,64})");
    }
  }

  static void eventName(String name) {
    if (!Names.isEvent(name)) {
      throw new IllegalArgumentException("name: " + name + " (expected: the name of an event)");
    }
  }

  static void target(long target) {
    if (target < 1) {
      throw new IllegalArgumentException("target: " + target + " (expected: the seq of a message)");
    }
  }

  /** A text may be missing where there are data. */
  static void content(@Nullable String content, @Nullable ApplicationData data) {
    if (content == null) {
      if (data == null || data.isNone()) {
        throw new IllegalArgumentException("content: missing (expected: content, data or both)");
      }
    } else if (!Message.isContent(content)) {
      throw new IllegalArgumentException(
          "content: "
              + content.length()
              + " characters (expected: 1.."
              + Message.MAX_CONTENT
              + " code points, not only blanks)");
    }
  }

  static void data(@Nullable ApplicationData data) {
    if (data != null && data.isNone()) {
      throw new IllegalArgumentException("data: null (expected: an object, or no such field)");
    }
  }
}
