package chat.sockets.socketio;

import chat.sockets.engineio.OutgoingPacket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes events and acknowledgements as Engine.IO messages. Data in a payload follow it as
 * attachments.
 */
final class EchoPackets {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private EchoPackets() {}

  /**
   * An event or an acknowledgement, then its data.
   *
   * @param binary the kind if there are data
   */
  static List<OutgoingPacket> of(
      PacketKind kind, PacketKind binary, String namespace, @Nullable Long id, ArrayNode payload) {
    List<OutgoingPacket> packets = new ArrayList<>();
    List<OutgoingPacket> data = new ArrayList<>();
    JsonNode rest = extract(payload, data);
    PacketKind actual = data.isEmpty() ? kind : binary;
    packets.add(
        OutgoingPacket.text(
            head(actual, data.size(), namespace, id) + JSON.writeValueAsString(rest)));
    packets.addAll(data);
    return packets;
  }

  private static String head(
      PacketKind kind, int attachments, String namespace, @Nullable Long id) {
    return PacketWriter.head(kind, attachments > 0 ? attachments + "-" : "", namespace)
        + (id == null ? "" : id);
  }

  private static JsonNode extract(JsonNode node, List<OutgoingPacket> data) {
    if (node instanceof BinaryNode binary) {
      data.add(OutgoingPacket.data(binary.binaryValue()));
      return NODES.objectNode().put("_placeholder", true).put("num", data.size() - 1);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = NODES.arrayNode(array.size());
      array.forEach(element -> copy.add(extract(element, data)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = NODES.objectNode();
      object
          .properties()
          .forEach(field -> copy.set(field.getKey(), extract(field.getValue(), data)));
      return copy;
    }
    return node;
  }
}
