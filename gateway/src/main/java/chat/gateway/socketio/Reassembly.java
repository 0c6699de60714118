package chat.gateway.socketio;

import chat.gateway.engineio.MalformedPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Packets of one client, put together from their text and the data that follow it. Nothing may come
 * in between; together they are bounded like a single message.
 */
final class Reassembly {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final int maxBytes;
  private final List<byte[]> data = new ArrayList<>(0);
  private @Nullable SocketPacket incomplete;
  private long bytes;

  Reassembly(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes a text.
   *
   * @return the packet, if it is complete
   */
  @Nullable SocketPacket text(String text) throws MalformedPacket {
    if (incomplete != null) {
      throw new MalformedPacket("data are expected");
    }
    SocketPacket packet = PacketReader.read(text);
    if (packet.attachments() == 0) {
      return packet.kind().isBinary() ? complete(packet) : packet;
    }
    incomplete = packet;
    bytes = text.length();
    return null;
  }

  /**
   * Takes data.
   *
   * @return the packet, if it is complete
   */
  @Nullable SocketPacket data(byte[] piece) throws MalformedPacket {
    SocketPacket waiting = incomplete;
    if (waiting == null) {
      throw new MalformedPacket("no data are expected");
    }
    bytes += piece.length;
    if (bytes > maxBytes) {
      throw new MalformedPacket("a packet has at most " + maxBytes + " bytes, data included");
    }
    data.add(piece);
    if (data.size() < waiting.attachments()) {
      return null;
    }
    SocketPacket complete = complete(waiting);
    incomplete = null;
    data.clear();
    return complete;
  }

  private SocketPacket complete(SocketPacket packet) throws MalformedPacket {
    return packet.with(filled(Objects.requireNonNull(packet.payload())));
  }

  private JsonNode filled(JsonNode node) throws MalformedPacket {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, filled(array.get(i)));
      }
    } else if (node instanceof ObjectNode object) {
      if (object.path("_placeholder").asBoolean(false)) {
        return piece(object.get("num"));
      }
      for (String name : List.copyOf(object.propertyNames())) {
        object.set(name, filled(object.get(name)));
      }
    }
    return node;
  }

  private JsonNode piece(@Nullable JsonNode number) throws MalformedPacket {
    boolean good = number != null && number.isIntegralNumber() && number.canConvertToInt();
    int index = good ? Objects.requireNonNull(number).intValue() : -1;
    if (index < 0 || index >= data.size()) {
      throw new MalformedPacket("a placeholder names no attachment");
    }
    return NODES.binaryNode(data.get(index));
  }
}
