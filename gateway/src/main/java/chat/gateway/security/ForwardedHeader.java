package chat.gateway.security;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the header {@code Forwarded} (RFC 7239): one element per proxy, the nearest last. */
final class ForwardedHeader {

  static final String NAME = "Forwarded";

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String QUOTED = "\"(?:[^\"\\\\]++|\\\\.)*+\"";

  /**
   * A parameter and its separator, or the text between two separators. The pattern never
   * backtracks, so the time to parse is linear.
   */
  private static final Pattern PART =
      Pattern.compile(
          "\\s*+(?:(" + TOKEN + ")=(" + TOKEN + "|" + QUOTED + "))?+\\s*+([;,]|$)", Pattern.DOTALL);

  private static final Pattern NODE = Pattern.compile("(\\[[^]]*]|[^:\\[\\]]*)(?::[^:]*)?");

  private ForwardedHeader() {}

  /**
   * The elements of all such headers, by parameter in lower case.
   *
   * @return empty if any of them is malformed
   */
  static List<Map<String, String>> elements(List<String> headers) {
    List<Map<String, String>> elements = new ArrayList<>();
    for (String header : headers) {
      if (!read(header, elements)) {
        return List.of();
      }
    }
    return elements;
  }

  /** The address in the parameter {@code for} or {@code by}, without brackets and port. */
  static String address(String node) {
    Matcher matcher = NODE.matcher(node);
    if (!matcher.matches()) {
      return node;
    }
    String address = matcher.group(1);
    return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
  }

  private static boolean read(String header, List<Map<String, String>> elements) {
    Matcher part = PART.matcher(header);
    Map<String, String> element = new HashMap<>();
    int at = 0;
    do {
      if (!part.region(at, header.length()).lookingAt()) {
        return false;
      }
      String name = part.group(1);
      if (name != null
          && element.put(name.toLowerCase(Locale.ROOT), unquoted(part.group(2))) != null) {
        return false;
      }
      if (!";".equals(part.group(3)) && !element.isEmpty()) {
        elements.add(element);
        element = new HashMap<>();
      }
      at = part.end();
    } while (!part.group(3).isEmpty());
    return true;
  }

  private static String unquoted(String value) {
    return value.startsWith("\"")
        ? value.substring(1, value.length() - 1).replaceAll("(?s)\\\\(.)", "$1")
        : value;
  }
}
