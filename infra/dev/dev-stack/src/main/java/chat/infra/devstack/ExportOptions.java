package chat.infra.devstack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
 * @param parquet whether the files are Parquet, and not lines of JSON
 */
record ExportOptions(
    List<String> rooms,
    Instant from,
    Instant to,
    URI gateway,
    String key,
    Path out,
    boolean parquet) {

  /** The variable of the environment with the service's key. */
  static final String KEY = "CHAT_SERVICE_KEY";

  private static final Set<String> NAMES =
      Set.of("rooms", "from", "to", "url", "key-file", "out", "format");
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
    OptionWords values = OptionWords.parse(words, NAMES);
    String rooms = values.text("rooms", "");
    if (rooms.isEmpty()) {
      throw new Failure("which rooms? for example: ./chat export --rooms general,dev");
    }
    return new ExportOptions(
        List.of(rooms.split(",", -1)),
        OptionWords.time("from", values.text("from", "1970-01-01")),
        OptionWords.time("to", values.text("to", "9999-01-01")),
        OptionWords.address("url", values.text("url", "http://127.0.0.1:8080")),
        key(values, environment),
        Path.of(values.text("out", "export")),
        isParquet(values.text("format", "ndjson")));
  }

  private static boolean isParquet(String format) {
    if (!List.of("ndjson", "parquet").contains(format)) {
      throw new Failure("--format: " + format + " (expected: ndjson or parquet)");
    }
    return format.equals("parquet");
  }

  private static String key(OptionWords values, Map<String, String> environment)
      throws IOException {
    String file = values.text("key-file", "");
    String key = file.isEmpty() ? environment.get(KEY) : Files.readString(Path.of(file)).strip();
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
