package chat.contract;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * Data of the application that uses the chat: a JSON object that the system keeps and returns, and
 * does not interpret. Numbers stay text, so they keep all their digits.
 *
 * @param json without blanks, with the keys in the order of the sender; at most {@value #MAX_BYTES}
 *     bytes in UTF-8
 */
public record ApplicationData(String json) {

  /** The name of the field in all objects that have data. */
  public static final String FIELD = "data";

  /** The largest size, in bytes of UTF-8. */
  public static final int MAX_BYTES = 4096;

  /** The deepest nesting of objects and arrays; {@code {}} has a depth of 1. */
  public static final int MAX_DEPTH = 8;

  /** The JSON {@code null}: a change that removes the data. */
  public static final ApplicationData NONE = new ApplicationData("null");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(MAX_BYTES)
                  .maxNameLength(MAX_BYTES)
                  .build())
          .build();

  /** Data of more than {@value #MAX_BYTES} bytes. */
  public static final class TooLarge extends IllegalArgumentException {
    TooLarge() {
      super("data: more than " + MAX_BYTES + " bytes of UTF-8 (expected: fewer)");
    }
  }

  public ApplicationData {
    if (json.length() > MAX_BYTES / 3 && json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new TooLarge();
    }
  }

  /**
   * Reads data from a JSON text; {@link #NONE} from {@code null}.
   *
   * @throws TooLarge if it has too many bytes
   * @throws IllegalArgumentException if it is no object, too deep, or has a key twice, a NUL or
   *     half of a surrogate pair
   */
  public static ApplicationData of(String json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return read(parser);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("data: " + e.getOriginalMessage(), e);
    }
  }

  /** Reads the value at which a parser is, with the same checks. */
  public static ApplicationData read(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return NONE;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("data: no object (expected: a JSON object)");
    }
    return new ApplicationData(text(json, MAX_DEPTH, false));
  }

  /** Whether a change with this value removes data. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** Whether two values are the same JSON value; the order of keys does not matter. */
  public static boolean isSame(@Nullable ApplicationData one, @Nullable ApplicationData other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.sorted().equals(other.sorted());
  }

  /**
   * The data in the event of a change.
   *
   * @param current the data before the change; null if there are none
   * @param wanted the new data; {@link #NONE} to remove them; null to keep them
   * @return the data after the change; {@link #NONE} if it removes them; null if there were none
   */
  public static @Nullable ApplicationData inEvent(
      @Nullable ApplicationData current, @Nullable ApplicationData wanted) {
    boolean removesNothing = wanted != null && wanted.isNone() && current == null;
    return wanted == null || removesNothing ? current : wanted;
  }

  /** The data after an event; an event without data leaves them. */
  public static @Nullable ApplicationData after(
      @Nullable ApplicationData current, @Nullable ApplicationData inEvent) {
    return inEvent == null ? current : inEvent.isNone() ? null : inEvent;
  }

  /** The same JSON value in one form, whatever the order of keys. */
  public String sorted() {
    if (isNone()) {
      return json;
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return text(parser, MAX_DEPTH, true);
    }
  }

  /** Writes the field {@value #FIELD}; nothing if there are no data. */
  public static void write(JsonGenerator json, @Nullable ApplicationData data) {
    if (data != null) {
      json.writeName(FIELD);
      json.writeRawValue(data.json);
    }
  }

  private static String text(JsonParser json, int depth, boolean sorted) {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json, inside(depth), sorted);
      case START_ARRAY -> array(json, inside(depth), sorted);
      case VALUE_STRING -> quoted(json.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
          json.getString();
      default -> throw new IllegalArgumentException("data: " + json.currentToken());
    };
  }

  private static int inside(int depth) {
    if (depth == 0) {
      throw new IllegalArgumentException("data: deeper than " + MAX_DEPTH);
    }
    return depth - 1;
  }

  private static String object(JsonParser json, int depth, boolean sorted) {
    Map<String, String> members = sorted ? new TreeMap<>() : new LinkedHashMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      members.put(quoted(name), text(json, depth, sorted));
    }
    StringJoiner all = new StringJoiner(",", "{", "}");
    members.forEach((name, value) -> all.add(name + ":" + value));
    return all.toString();
  }

  private static String array(JsonParser json, int depth, boolean sorted) {
    StringJoiner all = new StringJoiner(",", "[", "]");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      all.add(text(json, depth, sorted));
    }
    return all.toString();
  }

  private static String quoted(String text) {
    if (!Text.isWellFormed(text)) {
      throw new IllegalArgumentException("data: a string with NUL or half of a surrogate pair");
    }
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
  }
}
