package chat.infra.devstack;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of a command that does not need a running system: {@code --name value} or {@code
 * --name=value}.
 */
record OptionWords(Map<String, String> values) {

  OptionWords {
    values = Map.copyOf(values);
  }

  /**
   * Parses a command line.
   *
   * @param names the options that there are
   */
  static OptionWords parse(List<String> words, Set<String> names) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String option = equals < 0 ? word : word.substring(0, equals);
      if (!option.startsWith("--") || !names.contains(option.substring(2))) {
        throw new Failure("unknown option " + option + " (see ./chat help)");
      }
      if (equals < 0 && i + 1 == words.size()) {
        throw new Failure(option + " needs a value");
      }
      values.put(option.substring(2), equals < 0 ? words.get(++i) : word.substring(equals + 1));
    }
    return new OptionWords(values);
  }

  String text(String name, String missing) {
    return values.getOrDefault(name, missing);
  }

  /** The address of a server in the text of an option. */
  static URI address(String name, String text) {
    try {
      URI address = URI.create(text);
      boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (isHttp && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw notAnAddress(name);
    }
    throw notAnAddress(name);
  }

  /** A day, from its beginning in UTC, or a time with its zone. */
  static Instant time(String option, String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new Failure(
          "--" + option + ": " + text + " (expected: 2026-11-22 or 2026-11-22T10:00:00Z)");
    }
  }

  /** Names the option only, as its text may have a password. */
  private static Failure notAnAddress(String name) {
    return new Failure("--" + name + ": expected http://HOST:PORT or https://HOST");
  }
}
