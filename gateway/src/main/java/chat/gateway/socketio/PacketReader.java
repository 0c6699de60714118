package chat.gateway.socketio;

import chat.gateway.engineio.MalformedPacket;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads packets: {@code type [attachments-] [namespace,] [id] [payload]}. What is not of the form
 * is refused as a whole.
 */
final class PacketReader {

  static final String MAIN = "/";

  /** A client has no more than that in mind at once: 15 digits are exact in every language. */
  private static final int MAX_ID_DIGITS = 15;

  private static final int MAX_ATTACHMENTS = 64;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER = 64;

  /** What the libraries tell their own applications; nobody sends it. */
  private static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String text;
  private int at;

  private PacketReader(String text) {
    this.text = text;
  }

  /**
   * The packet in a message's text.
   *
   * @throws MalformedPacket if there is none
   */
  static SocketPacket read(String text) throws MalformedPacket {
    SocketPacket packet = new PacketReader(text).read();
    check(packet);
    return packet;
  }

  private SocketPacket read() throws MalformedPacket {
    PacketKind kind = text.isEmpty() ? null : PacketKind.of(text.charAt(0));
    if (kind == null) {
      throw new MalformedPacket("a packet begins with a digit from 0 to 6");
    }
    at = 1;
    int attachments = kind.isBinary() ? attachments() : 0;
    String namespace = namespace();
    Long id = id();
    return new SocketPacket(kind, attachments, namespace, id, payload());
  }

  private int attachments() throws MalformedPacket {
    String digits = digits();
    if (digits.isEmpty() || digits.length() > 3 || at == text.length() || text.charAt(at) != '-') {
      throw new MalformedPacket("the number of attachments is missing");
    }
    at++;
    int number = Integer.parseInt(digits);
    if (number > MAX_ATTACHMENTS) {
      throw new MalformedPacket("at most " + MAX_ATTACHMENTS + " attachments are expected");
    }
    return number;
  }

  /** Up to the comma; without one, all the rest. */
  private String namespace() {
    if (at == text.length() || text.charAt(at) != '/') {
      return MAIN;
    }
    int start = at;
    int comma = text.indexOf(',', start);
    int end = comma < 0 ? text.length() : comma;
    at = Math.min(text.length(), end + 1);
    return text.substring(start, end);
  }

  private @Nullable Long id() throws MalformedPacket {
    String digits = digits();
    if (digits.length() > MAX_ID_DIGITS) {
      throw new MalformedPacket("an id has at most " + MAX_ID_DIGITS + " digits");
    }
    return digits.isEmpty() ? null : Long.valueOf(digits);
  }

  private @Nullable JsonNode payload() throws MalformedPacket {
    if (at == text.length()) {
      return null;
    }
    try {
      return JSON.readTree(text.substring(at));
    } catch (JacksonException e) {
      throw new MalformedPacket("the payload is no JSON, or has a key twice");
    }
  }

  private String digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return text.substring(start, at);
  }

  private static void check(SocketPacket packet) throws MalformedPacket {
    JsonNode payload = packet.payload();
    boolean good =
        switch (packet.kind()) {
          case CONNECT -> payload == null || payload.isObject();
          case DISCONNECT -> payload == null;
          case EVENT, BINARY_EVENT -> payload != null && isEvent(payload);
          case ACK, BINARY_ACK -> payload != null && payload.isArray() && packet.id() != null;
          case CONNECT_ERROR -> false;
        };
    if (!good) {
      throw new MalformedPacket("not a payload of " + packet.kind());
    }
  }

  private static boolean isEvent(JsonNode payload) {
    JsonNode name = payload.isArray() ? payload.get(0) : null;
    return name != null
        && (name.isNumber() || (name.isString() && !RESERVED.contains(name.stringValue())));
  }
}
