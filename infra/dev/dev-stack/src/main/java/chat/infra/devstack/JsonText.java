package chat.infra.devstack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON, as the launcher has no library: objects as maps in their order, arrays as lists,
 * texts as strings, numbers and words as {@link Word}.
 */
final class JsonText {

  private final String json;
  private int at;

  /** A number, true, false or null, as it was written. */
  record Word(String text) {

    @Override
    public String toString() {
      return text;
    }
  }

  private JsonText(String json) {
    this.json = json;
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  static Object read(String json) {
    try {
      JsonText text = new JsonText(json);
      Object value = text.value();
      text.blanks();
      if (text.at < json.length()) {
        throw new IllegalArgumentException("text after the value at " + text.at);
      }
      return value;
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("it ends too early", e);
    }
  }

  private Object value() {
    blanks();
    return switch (json.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      default -> word();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> fields = new LinkedHashMap<>();
    at++;
    while (!isEnd('}')) {
      String name = string();
      expect(':');
      fields.put(name, value());
    }
    return fields;
  }

  private List<Object> array() {
    List<Object> values = new ArrayList<>();
    at++;
    while (!isEnd(']')) {
      values.add(value());
    }
    return values;
  }

  /** Passes a comma or the end. */
  private boolean isEnd(char end) {
    blanks();
    if (json.charAt(at) == ',') {
      at++;
      blanks();
    }
    if (json.charAt(at) == end) {
      at++;
      return true;
    }
    return false;
  }

  private String string() {
    expect('"');
    StringBuilder text = new StringBuilder();
    while (json.charAt(at) != '"') {
      text.append(json.charAt(at) == '\\' ? escaped() : json.charAt(at));
      at++;
    }
    at++;
    return text.toString();
  }

  private char escaped() {
    char kind = json.charAt(++at);
    return switch (kind) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(json, at - 3, at + 1, 16);
      }
      default -> kind;
    };
  }

  private Word word() {
    int start = at;
    while (at < json.length() && "{}[],:\" \t\r\n".indexOf(json.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      throw new IllegalArgumentException("no value at " + at);
    }
    return new Word(json.substring(start, at));
  }

  private void expect(char wanted) {
    blanks();
    if (json.charAt(at) != wanted) {
      throw new IllegalArgumentException("at " + at + " (expected: " + wanted + ")");
    }
    at++;
  }

  private void blanks() {
    while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
      at++;
    }
  }
}
