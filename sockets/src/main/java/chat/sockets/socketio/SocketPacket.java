package chat.sockets.socketio;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A packet from a client.
 *
 * @param namespace with its slash
 * @param id the id of the acknowledgement; null for none
 */
record SocketPacket(
    PacketKind kind, String namespace, @Nullable Long id, @Nullable JsonNode payload) {

  /** This packet with its attachments in the payload. */
  SocketPacket with(JsonNode complete) {
    return new SocketPacket(kind, namespace, id, complete);
  }
}
