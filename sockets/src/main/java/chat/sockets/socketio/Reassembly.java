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
 * Assembles a client's packets from their text and the attachments that must follow at once. Text
 * and attachments together have the size limit of one message. The payload is parsed only when the
 * packet is complete, and only if the gate accepts it.
 */
final class Reassembly {

  /** Decides by its head whether a packet is wanted. */
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

  /** Adds a text. Returns the packet if it is complete and wanted, or null. */
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

  /** Adds an attachment. Returns the packet if it is complete and wanted, or null. */
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

  /** Whether a packet waits for its attachments. */
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
