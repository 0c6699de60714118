package chat.infra.devstack;

import java.util.ArrayList;
import java.util.List;

/**
 * A page of a room's events as a gateway answers it.
 *
 * @param events each as the gateway sent it, in order
 * @param more whether further events follow
 */
record EventPage(List<Event> events, boolean more) {

  EventPage {
    events = List.copyOf(events);
  }

  /**
   * An event.
   *
   * @param at in milliseconds since the epoch UTC; -1 if it has no time
   * @param json one line
   */
  record Event(long seq, long at, String json) {

    private static Event of(String json) {
      return new Event(number(json, "seq", 0), number(json, "at", -1), json);
    }

    /**
     * The line with the application's data as a string, by which a parser keeps each digit, and a
     * null of it differs from none.
     */
    String withDataAsText() {
      int data = field(json, "data");
      if (data < 0) {
        return json;
      }
      int end = end(json, data);
      String text = json.substring(data, end).replace("\\", "\\\\").replace("\"", "\\\"");
      return json.substring(0, data) + "\"" + text + "\"" + json.substring(end);
    }
  }

  /**
   * Reads an answer. Splits it without changing the events, so that they stay as they are to the
   * last digit.
   *
   * @throws IllegalArgumentException if it is no page
   */
  static EventPage of(String answer) {
    int events = field(answer, "events");
    if (events < 0 || answer.charAt(events) != '[') {
      throw new IllegalArgumentException("an answer without events");
    }
    List<Event> found = new ArrayList<>();
    int next = events + 1;
    while (answer.charAt(next) == '{') {
      int end = end(answer, next);
      found.add(Event.of(answer.substring(next, end)));
      next = answer.charAt(end) == ',' ? end + 1 : end;
    }
    int after = field(answer, "after");
    return new EventPage(found, after >= 0 && !answer.startsWith("null", after));
  }

  private static long number(String json, String name, long missing) {
    int start = field(json, name);
    int end = start;
    while (end >= 0 && end < json.length() && Character.isDigit(json.charAt(end))) {
      end++;
    }
    return end > start ? Long.parseLong(json, start, end, 10) : missing;
  }

  /** Where the value of an object's own field begins; -1 if it has no such field. */
  private static int field(String json, String name) {
    String wanted = "\"" + name + "\":";
    int at = 1;
    while (at < json.length() && json.charAt(at) == '"') {
      int value = endOfString(json, at) + 1;
      if (json.startsWith(wanted, at)) {
        return value;
      }
      at = end(json, value) + 1;
    }
    return -1;
  }

  /** The end of the value that begins there, exclusive. */
  private static int end(String json, int start) {
    int depth = 0;
    int at = start;
    while (at < json.length()) {
      char c = json.charAt(at);
      if (c == '"') {
        at = endOfString(json, at);
        continue;
      }
      if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
        return at;
      }
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      at++;
      if (depth == 0 && (c == '}' || c == ']')) {
        return at;
      }
    }
    return at;
  }

  private static int endOfString(String json, int start) {
    int at = start + 1;
    while (json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }
}
