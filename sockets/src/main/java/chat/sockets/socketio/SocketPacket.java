package chat.sockets.socketio;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A packet from a client.
 *
 * @param namespace with its slash
 * @param id names what is to be acknowledged; null for nothing
 * @param payload null if there is none
 */
record SocketPacket(
    PacketKind kind, String namespace, @Nullable Long id, @Nullable JsonNode payload) {

  /** The same with the data in its place. */
  SocketPacket with(JsonNode complete) {
    return new SocketPacket(kind, namespace, id, complete);
  }
}
