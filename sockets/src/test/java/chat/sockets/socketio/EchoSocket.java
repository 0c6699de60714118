package chat.sockets.socketio;

import chat.sockets.engineio.EncodedPackets;
import chat.sockets.engineio.OutgoingPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One client of the echo in a namespace. In the main one {@code message} comes back as {@code
 * message-back}, {@code message-with-ack} is acknowledged with its arguments; beside that, {@code
 * ask} is sent back as a question, whose answer comes as {@code answered}, {@code run} brings
 * packets that are sent together, and after {@code put-me-out} the client is out. Events with a
 * certain id are not read.
 */
final class EchoSocket implements SocketListener {

  /** The lengths of the packets that are sent together: one of each form that a frame has. */
  static final List<Integer> RUN = List.of(10, 300, 70_000, 125, 126);

  /** An event with this id is not let in. */
  private static final long UNREAD = 666;

  private final ClientSocket socket;
  private final boolean answers;

  /** The ids of questions without an answer. */
  private final Set<Long> asked = new HashSet<>();

  private long nextId;

  private EchoSocket(ClientSocket socket, boolean answers) {
    this.socket = socket;
    this.answers = answers;
  }

  static void connectMain(ConnectRequest request) {
    admit(request, true);
  }

  static void connectCustom(ConnectRequest request) {
    admit(request, false);
  }

  /** The greeting does not arrive together with the frame before, in which some would miss it. */
  private static void admit(ConnectRequest request, boolean answers) {
    ClientSocket socket = request.socket();
    EchoSocket listener = new EchoSocket(socket, answers);
    OutgoingPacket acceptance = request.accept(UUID.randomUUID().toString(), null, listener);
    socket.send(List.of(acceptance));
    CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)
        .execute(() -> listener.emit(null, "auth", request.auth()));
  }

  @Override
  public boolean accepts(@Nullable Long id) {
    if (id == null || id != UNREAD) {
      return true;
    }
    acknowledge(id, JsonNodeFactory.instance.stringNode("unread"));
    return false;
  }

  @Override
  public void event(String name, List<JsonNode> arguments, @Nullable Long id) {
    JsonNode[] same = arguments.toArray(JsonNode[]::new);
    if (!answers) {
      return;
    }
    switch (name) {
      case "message" -> emit(null, "message-back", same);
      case "message-with-ack" -> {
        if (id != null) {
          acknowledge(id, same);
        }
      }
      case "ask" -> {
        asked.add(nextId);
        emit(nextId++, "question", same);
      }
      case "run" -> socket.send(run(), error -> {});
      case "put-me-out" -> socket.disconnect();
      default -> {}
    }
  }

  @Override
  public void acknowledged(long id, List<JsonNode> arguments) {
    if (asked.remove(id)) {
      emit(null, "answered", arguments.toArray(JsonNode[]::new));
    }
  }

  @Override
  public void disconnected() {}

  private void emit(@Nullable Long id, String name, JsonNode... arguments) {
    ArrayNode payload = array(arguments);
    payload.insert(0, name);
    send(PacketKind.EVENT, PacketKind.BINARY_EVENT, id, payload);
  }

  private void acknowledge(long id, JsonNode... arguments) {
    send(PacketKind.ACK, PacketKind.BINARY_ACK, id, array(arguments));
  }

  private void send(PacketKind kind, PacketKind binary, @Nullable Long id, ArrayNode payload) {
    socket.send(EchoPackets.of(kind, binary, socket.namespace(), id, payload));
  }

  private static ArrayNode array(JsonNode... elements) {
    return JsonNodeFactory.instance.arrayNode().addAll(List.of(elements));
  }

  /** EncodedPackets as many clients are sent them together. */
  private static EncodedPackets run() {
    ByteBuffer frames = ByteBuffer.allocate(100_000);
    List<OutgoingPacket> packets = new ArrayList<>();
    for (int length : RUN) {
      frames.put((byte) 0x81);
      if (length < 126) {
        frames.put((byte) length);
      } else if (length < 65_536) {
        frames.put((byte) 126).putShort((short) length);
      } else {
        frames.put((byte) 127).putLong(length);
      }
      OutgoingPacket packet = OutgoingPacket.text("4" + "2".repeat(length - 1));
      frames.put(packet.bytes());
      packets.add(packet);
    }
    return new EncodedPackets(frames.flip(), () -> packets);
  }
}
