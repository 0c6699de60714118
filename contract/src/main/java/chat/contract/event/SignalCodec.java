package chat.contract.event;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.JsonFields;

/**
 * Encodes signals as the value of a record: one JSON object without blanks, its fields always in
 * the same order. It is also the frame that clients get.
 */
public final class SignalCodec {

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
