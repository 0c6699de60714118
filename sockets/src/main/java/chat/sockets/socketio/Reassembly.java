package chat.sockets.socketio;

import chat.sockets.engineio.MalformedPacket;
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
 * in between; together they are bounded like a single message. Nothing of a packet's payload is
 * read before it is complete, nor if it is not let in.
 */
final class Reassembly {

  /** Says whether a packet is to be taken, by its head. */
  interface Gate {
    boolean accepts(PacketHead head) throws MalformedPacket;
  }

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final PacketReader reader;
  private final SocketIoSettings settings;
  private final Gate gate;
  private final List<byte[]> data = new ArrayList<>(0);
  private @Nullable PacketHead head;
  private String text = "";
  private int unwanted;
  private long bytes;

  Reassembly(PacketReader reader, SocketIoSettings settings, Gate gate) {
    this.reader = reader;
    this.settings = settings;
    this.gate = gate;
  }

  /**
   * Takes a text.
   *
   * @return the packet, if it is complete and wanted
   */
  @Nullable SocketPacket text(String next) throws MalformedPacket {
    if (isWaiting()) {
      throw new MalformedPacket("data are expected");
    }
    PacketHead begun = PacketHead.read(next, settings.maxAttachments());
    if (!gate.accepts(begun)) {
      unwanted = begun.attachments();
      return null;
    }
    if (begun.attachments() == 0) {
      SocketPacket packet = reader.read(next, begun);
      return begun.kind().isBinary() ? filled(packet) : packet;
    }
    head = begun;
    text = next;
    bytes = next.length();
    return null;
  }

  /**
   * Takes data.
   *
   * @return the packet, if it is complete and wanted
   */
  @Nullable SocketPacket data(byte[] piece) throws MalformedPacket {
    if (!isWaiting()) {
      throw new MalformedPacket("no data are expected");
    }
    PacketHead begun = head;
    if (begun == null) {
      unwanted--;
      return null;
    }
    bytes += piece.length;
    int most = settings.maxPacket();
    if (bytes > most) {
      throw new MalformedPacket("a packet has at most " + most + " bytes, data included");
    }
    data.add(piece);
    return data.size() < begun.attachments() ? null : complete(begun);
  }

  /** Whether something is kept for data that are to come. */
  boolean isHolding() {
    return head != null;
  }

  private boolean isWaiting() {
    return isHolding() || unwanted > 0;
  }

  private SocketPacket complete(PacketHead begun) throws MalformedPacket {
    SocketPacket complete = filled(reader.read(text, begun));
    head = null;
    text = "";
    data.clear();
    return complete;
  }

  private SocketPacket filled(SocketPacket packet) throws MalformedPacket {
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
