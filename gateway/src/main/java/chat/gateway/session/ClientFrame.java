package chat.gateway.session;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.contract.Names;
import chat.contract.Text;
import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client's request, by any protocol: a type, a ref that the answer repeats, and fields, which are
 * checked when they are read.
 */
public final class ClientFrame {

  private static final int MAX_REF = 64;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String type;
  private final @Nullable JsonNode ref;
  private final JsonNode fields;

  private ClientFrame(String type, @Nullable JsonNode ref, JsonNode fields) {
    this.type = type;
    this.ref = ref;
    this.fields = fields;
  }

  /** Creates the request of a Socket.IO event, whose argument has the fields. */
  public static ClientFrame of(String type, @Nullable String ref, ObjectNode fields) {
    return new ClientFrame(type, ref == null ? null : NODES.stringNode(ref), fields);
  }

  /**
   * Creates a request of a connected client to join rooms and to list its own ones, neither checked
   * yet.
   */
  public static ClientFrame connect(@Nullable JsonNode rooms, @Nullable JsonNode inbox) {
    ObjectNode fields = NODES.objectNode();
    fields.set("rooms", rooms);
    fields.set("inbox", inbox);
    return new ClientFrame("connect", null, fields);
  }

  /** Creates the request of a {@code /ws} frame. Returns null if the object is no request. */
  static @Nullable ClientFrame of(JsonNode object) {
    JsonNode type = object.isObject() ? object.get("type") : null;
    return type != null && type.isString()
        ? new ClientFrame(type.stringValue(), object.get("ref"), object)
        : null;
  }

  /** The kind of request. */
  public String type() {
    return type;
  }

  /** The client's name for the request, which the answer repeats. */
  @Nullable String ref() {
    if (ref == null || ref.isNull()) {
      return null;
    }
    if (!ref.isString()
        || ref.stringValue().length() > MAX_REF
        || !Text.isWellFormed(ref.stringValue())) {
      throw wrong("ref", "a string of at most " + MAX_REF + " characters is expected");
    }
    return ref.stringValue();
  }

  /** The name of a room, checked. */
  public String room() {
    String room = text("room");
    if (!Names.isRoom(room)) {
      throw wrong("room", Names.ROOM_PATTERN + " is expected");
    }
    return room;
  }

  /** A text, which must be there. */
  public String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      throw wrong(name, "a string is expected");
    }
    return text;
  }

  /** A text; null if there is none. */
  public @Nullable String optionalText(String name) {
    JsonNode value = fields.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString() || !Text.isWellFormed(value.stringValue())) {
      throw wrong(name, "a string without NUL and half surrogate pairs is expected");
    }
    return value.stringValue();
  }

  /** A field of any kind, which is not checked yet; null if it is missing. */
  public @Nullable JsonNode field(String name) {
    return fields.get(name);
  }

  /** An integer from 0; null if there is none. */
  public @Nullable Long optionalSeq(String name) {
    return seq(fields.get(name), name);
  }

  boolean truth(String name) {
    Boolean value = optionalBoolean(name);
    if (value == null) {
      throw wrong(name, "true or false is expected");
    }
    return value;
  }

  /** An integer from 0, which must be there. */
  public long seq(String name) {
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

  /** An integer of a range, or another one if there is none. */
  int optionalInt(String name, int least, int most, int otherwise) {
    JsonNode value = fields.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    boolean whole = value.isIntegralNumber() && value.canConvertToInt();
    if (!whole || value.intValue() < least || value.intValue() > most) {
      throw wrong(name, least + ".." + most + " is expected");
    }
    return value.intValue();
  }

  /** A list of texts; null if there is none. */
  public @Nullable List<String> optionalTexts(String name) {
    JsonNode value = fields.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : value) {
      if (!text.isString() || !Text.isWellFormed(text.stringValue())) {
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
   * @param presence whether the client watches the presence of the room's users
   */
  record Join(@Nullable Long after, boolean presence) {}

  Join join() {
    return new Join(optionalSeq("after"), Boolean.TRUE.equals(optionalBoolean("presence")));
  }

  /** The room that a refusal of this frame names; null if the frame names none. */
  @Nullable String namedRoom() {
    JsonNode room = fields.get("room");
    return room != null && room.isString() && Names.isRoom(room.stringValue())
        ? room.stringValue()
        : null;
  }

  /** The frames that join the rooms of a {@code connect}, by room. Names are not checked yet. */
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
        .forEach(room -> wanted.put(room.getKey(), new ClientFrame("join", null, room.getValue())));
    return wanted;
  }

  /** The request for the inbox of a {@code connect}: an object, or true; null if there is none. */
  @Nullable ClientFrame inbox() {
    JsonNode inbox = fields.get("inbox");
    if (inbox == null || inbox.isNull() || (inbox.isBoolean() && !inbox.booleanValue())) {
      return null;
    }
    if (!inbox.isObject() && !inbox.isBoolean()) {
      throw wrong("inbox", "an object is expected");
    }
    return new ClientFrame("inbox", null, inbox.isObject() ? inbox : NODES.objectNode());
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
    if (!whole || value.longValue() < 0 || value.longValue() > Seq.MAX) {
      throw wrong(name, "an integer, 0..2^53-1, is expected");
    }
    return value.longValue();
  }

  /** Whether a refusal may repeat the name of a room that a client sent. */
  static boolean isShown(String room) {
    return room.length() <= MAX_REF && Text.isWellFormed(room);
  }
}
