package chat.gateway.socketio;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A packet from a client.
 *
 * @param attachments how many pieces of data follow it
 * @param namespace with its slash
 * @param id names what is to be acknowledged; null for nothing
 * @param payload null if there is none
 */
record SocketPacket(
    Type type, int attachments, String namespace, @Nullable Long id, @Nullable JsonNode payload) {

  /** The kinds of packets; on the wire each is one digit. */
  enum Type {
    CONNECT,
    DISCONNECT,
    EVENT,
    ACK,
    CONNECT_ERROR,
    BINARY_EVENT,
    BINARY_ACK;

    private static final Type[] BY_DIGIT = values();

    static @Nullable Type of(char digit) {
      int number = digit - '0';
      return number >= 0 && number < BY_DIGIT.length ? BY_DIGIT[number] : null;
    }

    boolean isBinary() {
      return this == BINARY_EVENT || this == BINARY_ACK;
    }

    boolean isEvent() {
      return this == EVENT || this == BINARY_EVENT;
    }

    boolean isAck() {
      return this == ACK || this == BINARY_ACK;
    }
  }

  /** The same with the data in its place. */
  SocketPacket with(JsonNode complete) {
    return new SocketPacket(type, attachments, namespace, id, complete);
  }
}
