package chat.gateway.session;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.contract.Names;
import chat.edge.problem.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A frame from a client: an object with a type. Its fields are checked as they are asked for. */
final class ClientFrame {

  private static final long MAX_SEQ = (1L << 53) - 1;
  private static final int MAX_REF = 64;

  private final JsonNode fields;
  private final String type;

  private ClientFrame(JsonNode fields, String type) {
    this.fields = fields;
    this.type = type;
  }

  /** The frame that an object is, or null if it is none. */
  static @Nullable ClientFrame of(JsonNode fields) {
    JsonNode type = fields.isObject() ? fields.get("type") : null;
    return type != null && type.isString() ? new ClientFrame(fields, type.stringValue()) : null;
  }

  String type() {
    return type;
  }

  /** What the client wants to see in the answer. */
  @Nullable String ref() {
    JsonNode ref = fields.get("ref");
    if (ref == null || ref.isNull()) {
      return null;
    }
    if (!ref.isString() || ref.stringValue().length() > MAX_REF || !isText(ref.stringValue())) {
      throw wrong("ref", "a string of at most " + MAX_REF + " characters is expected");
    }
    return ref.stringValue();
  }

  String room() {
    String room = text("room");
    if (!Names.isRoom(room)) {
      throw wrong("room", "[a-z0-9][a-z0-9._-]{0,63} is expected");
    }
    return room;
  }

  String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      throw wrong(name, "a string is expected");
    }
    return text;
  }

  @Nullable String optionalText(String name) {
    JsonNode value = fields.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString() || !isText(value.stringValue())) {
      throw wrong(name, "a string without NUL and half surrogate pairs is expected");
    }
    return value.stringValue();
  }

  @Nullable Long optionalSeq(String name) {
    return seq(fields.get(name), name);
  }

  boolean truth(String name) {
    Boolean value = optionalBoolean(name);
    if (value == null) {
      throw wrong(name, "true or false is expected");
    }
    return value;
  }

  long seq(String name) {
    Long seq = optionalSeq(name);
    if (seq == null) {
      throw wrong(name, "an integer, 0..2^53-1, is expected");
    }
    return seq;
  }

  @Nullable Boolean optionalBoolean(String name) {
    JsonNode value = fields.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "true or false is expected");
    }
    return value.booleanValue();
  }

  @Nullable List<String> optionalTexts(String name) {
    JsonNode value = fields.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : value) {
      if (!text.isString() || !isText(text.stringValue())) {
        throw wrong(name, "an array of strings is expected");
      }
      texts.add(text.stringValue());
    }
    if (!value.isArray()) {
      throw wrong(name, "an array of strings is expected");
    }
    return texts;
  }

  /**
   * How to join a room.
   *
   * @param after the event after which to resume, or null
   * @param presence whether to be told who is there
   */
  record Join(@Nullable Long after, boolean presence) {}

  Join join() {
    return new Join(optionalSeq("after"), Boolean.TRUE.equals(optionalBoolean("presence")));
  }

  /** The name of the room that a refusal of this frame is about; null if it names none. */
  @Nullable String namedRoom() {
    JsonNode room = fields.get("room");
    return room != null && room.isString() && Names.isRoom(room.stringValue())
        ? room.stringValue()
        : null;
  }

  /**
   * The frames that join the rooms of a {@code connect}, by the names of these, which are not
   * checked yet.
   */
  Map<String, ClientFrame> rooms() {
    JsonNode rooms = fields.get("rooms");
    Map<String, ClientFrame> wanted = new LinkedHashMap<>();
    if (rooms == null || rooms.isNull()) {
      return wanted;
    }
    if (!rooms.isObject()) {
      throw wrong("rooms", "an object is expected");
    }
    rooms
        .properties()
        .forEach(room -> wanted.put(room.getKey(), new ClientFrame(room.getValue(), "join")));
    return wanted;
  }

  /** How to join one of the rooms of a {@code connect}. */
  Join joinOf(String room) {
    if (!Names.isRoom(room)) {
      throw wrong("rooms", "no room has this name");
    }
    if (!fields.isObject()) {
      throw wrong("rooms", "an object for each room is expected");
    }
    return join();
  }

  static Refusal wrong(String field, String message) {
    return Refusal.ofField(INVALID_REQUEST, field, message);
  }

  private static @Nullable Long seq(@Nullable JsonNode value, String name) {
    if (value == null || value.isNull()) {
      return null;
    }
    boolean whole = value.isIntegralNumber() && value.canConvertToLong();
    if (!whole || value.longValue() < 0 || value.longValue() > MAX_SEQ) {
      throw wrong(name, "an integer, 0..2^53-1, is expected");
    }
    return value.longValue();
  }

  /** Whether a refusal may repeat a name that a client gave to a room. */
  static boolean isShown(String room) {
    return room.length() <= MAX_REF && isText(room);
  }

  /** Neither NUL nor half a surrogate pair, which other languages and stores can't hold. */
  private static boolean isText(String text) {
    return text.codePoints()
        .noneMatch(
            character ->
                character == 0
                    || (character >= Character.MIN_SURROGATE
                        && character <= Character.MAX_SURROGATE));
  }
}
