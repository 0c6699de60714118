package chat.sockets.socketio;

import chat.sockets.engineio.OutgoingPacket;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes the packets of the protocol itself, without ids and attachments. */
final class PacketWriter {

  private static final JsonMapper JSON = JsonMapper.shared();

  private PacketWriter() {}

  static OutgoingPacket packet(PacketKind kind, String namespace, @Nullable JsonNode payload) {
    return OutgoingPacket.text(
        head(kind, "", namespace) + (payload == null ? "" : JSON.writeValueAsString(payload)));
  }

  /** The head of a packet, as an Engine.IO message: {@code 4 type [attachments-] [namespace,]}. */
  static String head(PacketKind kind, String attachments, String namespace) {
    return "4"
        + kind.digit()
        + attachments
        + (namespace.equals(PacketHead.MAIN) ? "" : namespace + ",");
  }
}
