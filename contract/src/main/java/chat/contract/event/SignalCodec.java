package chat.contract.event;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes signals as the value of a record: one JSON object without blanks, its fields always in
 * the same order. It is also the frame that clients get.
 */
public final class SignalCodec {

  private static final byte[] TYPE = "{\"type\":\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ROOM = "\",\"room\":\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] USER = "\",\"user\":{\"id\":\"".getBytes(StandardCharsets.UTF_8);

  private SignalCodec() {}

  /** The value of a signal's record. */
  public static byte[] encode(Signal signal) {
    return JsonFields.write(
        json -> {
          json.writeStringProperty("type", signal.type());
          json.writeStringProperty("room", signal.room());
          JsonFields.writeAuthor(json, signal.user());
          if (signal instanceof Typing typing) {
            json.writeBooleanProperty("typing", typing.typing());
          } else if (signal instanceof Read read) {
            json.writeNumberProperty("seq", read.seq());
          } else if (signal instanceof Emission emission) {
            json.writeStringProperty("name", emission.name());
            ApplicationData.write(json, emission.data());
            json.writeNumberProperty("at", emission.at());
          }
        });
  }

  /**
   * Finds the id of the user without reading the whole value.
   *
   * @return null if the value does not begin as {@link #encode} writes it; it may be a signal
   *     nevertheless
   */
  public static @Nullable String userOf(byte[] value) {
    int room = end(value, expect(value, 0, TYPE));
    int user = end(value, expect(value, room, ROOM));
    int id = expect(value, user, USER);
    int end = end(value, id);
    return end < 0 ? null : new String(value, id, end - id, StandardCharsets.UTF_8);
  }

  /** The index behind some bytes, -1 if others stand there. */
  private static int expect(byte[] value, int from, byte[] expected) {
    int to = from + expected.length;
    boolean isThere =
        from >= 0
            && to <= value.length
            && Arrays.equals(value, from, to, expected, 0, expected.length);
    return isThere ? to : -1;
  }

  /** The index of the quotation mark that ends a text without escapes, -1 if there is none. */
  private static int end(byte[] value, int from) {
    for (int i = from; i >= 0 && i < value.length && value[i] != '\\'; i++) {
      if (value[i] == '"') {
        return i;
      }
    }
    return -1;
  }

  /**
   * Reads the value of a record and ignores unknown fields.
   *
   * @throws IllegalArgumentException if the bytes are no signal, with the reason
   */
  public static Signal decode(byte[] value) {
    JsonFields fields = JsonFields.read("signal", value);
    String type = fields.text("type");
    String room = fields.text("room");
    Author user = fields.author("user");
    return switch (type) {
      case Typing.TYPE -> new Typing(room, user, fields.truth("typing"));
      case Read.TYPE -> new Read(room, user, fields.number("seq"));
      case Emission.TYPE ->
          new Emission(room, user, fields.text("name"), fields.data(), fields.number("at"));
      default ->
          throw new IllegalArgumentException(
              "type: " + type + " (expected: typing, read or event)");
    };
  }
}
