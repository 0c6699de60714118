package chat.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A message or a kept event of a client, under its own id.
 *
 * @param content null for a message that has data alone, and for an event
 * @param data of the application, as JSON without blanks; null for none
 * @param emitted whether it is an event
 */
record Said(
    String room,
    String sender,
    String id,
    @Nullable String content,
    @Nullable String data,
    boolean emitted) {

  Said(String room, String sender, String id, @Nullable String content, @Nullable String data) {
    this(room, sender, id, content, data, false);
  }

  /** Whether the value of an event has this type, content and data. */
  boolean isIn(String value) {
    return value.startsWith(emitted ? "{\"type\":\"event\"" : "{\"type\":\"message\"")
        && has(value, "\"content\":", content == null ? null : "\"" + content + "\"")
        && has(value, "\"data\":", data);
  }

  private static boolean has(String value, String field, @Nullable String expected) {
    return expected == null ? !value.contains(field) : value.contains(field + expected);
  }
}
