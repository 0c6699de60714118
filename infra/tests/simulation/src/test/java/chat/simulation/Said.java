package chat.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A message or a kept event of a client, under its own id.
 *
 * @param content null for a message that has data alone, and for an event
 * @param data of the application, as JSON without blanks; null for none
 * @param emitted whether it is an event
 * @param importedAt the time when an imported message was sent elsewhere; null for one that is sent
 */
record Said(
    String room,
    String sender,
    String id,
    @Nullable String content,
    @Nullable String data,
    boolean emitted,
    @Nullable Long importedAt) {

  Said(String room, String sender, String id, @Nullable String content, @Nullable String data) {
    this(room, sender, id, content, data, false, null);
  }

  boolean isImported() {
    return importedAt != null;
  }

  /** Whether the value of an event has this type, content, data and source. */
  boolean isIn(String value) {
    return value.startsWith(emitted ? "{\"type\":\"event\"" : "{\"type\":\"message\"")
        && has(value, "\"content\":", content == null ? null : "\"" + content + "\"")
        && has(value, "\"data\":", data)
        && has(value, "\"imported\":", isImported() ? "true" : null)
        && (!isImported() || has(value, "\"at\":", importedAt + ","));
  }

  private static boolean has(String value, String field, @Nullable String expected) {
    return expected == null ? !value.contains(field) : value.contains(field + expected);
  }
}
