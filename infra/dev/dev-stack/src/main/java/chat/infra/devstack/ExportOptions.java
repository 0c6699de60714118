package chat.infra.devstack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an export reads, and where it writes.
 *
 * @param rooms the names of the rooms
 * @param from time of the first event, inclusive
 * @param to end of the time, exclusive
 * @param gateway the address of a gateway
 * @param key the service's key, which has the scope {@code read}
 * @param out the directory of the files
 */
record ExportOptions(
    List<String> rooms, Instant from, Instant to, URI gateway, String key, Path out) {

  /** The variable of the environment with the service's key. */
  static final String KEY = "CHAT_SERVICE_KEY";

  private static final Set<String> NAMES = Set.of("rooms", "from", "to", "url", "key-file", "out");
  private static final String ROOM = "[a-z0-9][a-z0-9._-]{0,63}";

  ExportOptions {
    rooms = List.copyOf(rooms);
    for (String room : rooms) {
      if (!room.matches(ROOM)) {
        throw new Failure("--rooms: " + room + " (expected: " + ROOM + ", separated by commas)");
      }
    }
  }

  /** Parses a command line. */
  static ExportOptions parse(List<String> words, Map<String, String> environment)
      throws IOException {
    Map<String, String> values = values(words);
    String rooms = values.getOrDefault("rooms", "");
    if (rooms.isEmpty()) {
      throw new Failure("which rooms? for example: ./chat export --rooms general,dev");
    }
    return new ExportOptions(
        List.of(rooms.split(",", -1)),
        time("from", values.getOrDefault("from", "1970-01-01")),
        time("to", values.getOrDefault("to", "9999-01-01")),
        gateway(values.getOrDefault("url", "http://127.0.0.1:8080")),
        key(values, environment),
        Path.of(values.getOrDefault("out", "export")));
  }

  private static Map<String, String> values(List<String> words) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String option = equals < 0 ? word : word.substring(0, equals);
      if (!option.startsWith("--") || !NAMES.contains(option.substring(2))) {
        throw new Failure("unknown option " + option + " (see ./chat help)");
      }
      if (equals < 0 && i + 1 == words.size()) {
        throw new Failure(option + " needs a value");
      }
      values.put(option.substring(2), equals < 0 ? words.get(++i) : word.substring(equals + 1));
    }
    return values;
  }

  private static URI gateway(String text) {
    try {
      URI gateway = URI.create(text);
      boolean isHttp = "http".equals(gateway.getScheme()) || "https".equals(gateway.getScheme());
      if (isHttp && gateway.getHost() != null) {
        return gateway;
      }
    } catch (IllegalArgumentException e) {
      throw notAnAddress(text);
    }
    throw notAnAddress(text);
  }

  private static Failure notAnAddress(String text) {
    return new Failure("--url: " + text + " (expected: http://HOST:PORT or https://HOST)");
  }

  /** A day, from its beginning in UTC, or a time with its zone. */
  private static Instant time(String option, String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new Failure(
          "--" + option + ": " + text + " (expected: 2026-11-22 or 2026-11-22T10:00:00Z)");
    }
  }

  private static String key(Map<String, String> values, Map<String, String> environment)
      throws IOException {
    String file = values.get("key-file");
    String key = file == null ? environment.get(KEY) : Files.readString(Path.of(file)).strip();
    if (key == null || key.isEmpty()) {
      throw new Failure("no key: set " + KEY + " or --key-file (./chat service-key NAME read)");
    }
    return key;
  }

  /** The key is a secret. */
  @Override
  public String toString() {
    return "rooms " + rooms + " of " + gateway;
  }
}
