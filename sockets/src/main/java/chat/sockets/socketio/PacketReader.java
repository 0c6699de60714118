package chat.sockets.socketio;

import chat.sockets.engineio.MalformedPacket;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads packets after their heads. Refuses a malformed packet as a whole. Threads share it. */
final class PacketReader {

  /** Events that the libraries emit to their own applications; no client may send them. */
  private static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  private final JsonMapper json;

  /** Creates a reader that uses a mapper with bounds. */
  PacketReader(JsonMapper json) {
    this.json = json;
  }

  /**
   * Reads a packet.
   *
   * @throws MalformedPacket if the payload does not fit the kind
   */
  SocketPacket read(String text, PacketHead head) throws MalformedPacket {
    JsonNode payload = payload(text, head.payloadAt());
    if (!isGood(head, payload)) {
      throw new MalformedPacket("not a payload of " + head.kind());
    }
    return new SocketPacket(head.kind(), head.namespace(), head.id(), payload);
  }

  private @Nullable JsonNode payload(String text, int at) throws MalformedPacket {
    if (at == text.length()) {
      return null;
    }
    try {
      return json.readTree(text.substring(at));
    } catch (JacksonException e) {
      throw new MalformedPacket("the payload is no JSON, too much, or has a key twice");
    }
  }

  private static boolean isGood(PacketHead head, @Nullable JsonNode payload) {
    return switch (head.kind()) {
      case CONNECT -> payload == null || payload.isObject();
      case DISCONNECT -> payload == null;
      case EVENT, BINARY_EVENT -> payload != null && isEvent(payload);
      case ACK, BINARY_ACK -> payload != null && payload.isArray() && head.id() != null;
      case CONNECT_ERROR -> false;
    };
  }

  private static boolean isEvent(JsonNode payload) {
    JsonNode name = payload.isArray() ? payload.get(0) : null;
    return name != null
        && (name.isNumber() || (name.isString() && !RESERVED.contains(name.stringValue())));
  }
}
