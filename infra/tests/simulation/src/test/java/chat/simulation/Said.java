package chat.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A message of a client, under its own id.
 *
 * @param content null for a message that has data alone
 * @param data of the application, as JSON without blanks; null for none
 */
record Said(
    String room, String sender, String id, @Nullable String content, @Nullable String data) {

  /** Whether the value of a message has this content and these data. */
  boolean isIn(String value) {
    return has(value, "\"content\":", content == null ? null : "\"" + content + "\"")
        && has(value, "\"data\":", data);
  }

  private static boolean has(String value, String field, @Nullable String expected) {
    return expected == null ? !value.contains(field) : value.contains(field + expected);
  }
}
