package chat.sockets.socketio;

import chat.sockets.engineio.EncodedPackets;
import chat.sockets.engineio.OutgoingPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
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
    OutgoingPacket acceptance =
        request.accept(socket, UUID.randomUUID().toString(), null, listener);
    socket.send(acceptance);
    CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)
        .execute(() -> socket.emit("auth", request.auth()));
  }

  @Override
  public boolean accepts(@Nullable Long id) {
    if (id == null || id != UNREAD) {
      return true;
    }
    socket.acknowledge(id, JsonNodeFactory.instance.stringNode("unread"));
    return false;
  }

  @Override
  public void event(String name, List<JsonNode> arguments, @Nullable Long id) {
    JsonNode[] same = arguments.toArray(JsonNode[]::new);
    if (!answers) {
      return;
    }
    switch (name) {
      case "message" -> socket.emit("message-back", same);
      case "message-with-ack" -> {
        if (id != null) {
          socket.acknowledge(id, same);
        }
      }
      case "ask" -> ask(same);
      case "run" -> socket.send(run(), error -> {});
      case "put-me-out" -> socket.disconnect();
      default -> {}
    }
  }

  private void ask(JsonNode... arguments) {
    CompletionStage<List<JsonNode>> answer = socket.ask("question", arguments);
    answer.whenComplete(
        (answered, error) ->
            socket.emit(
                "answered",
                error == null
                    ? answered.toArray(JsonNode[]::new)
                    : new JsonNode[] {JsonNodeFactory.instance.nullNode()}));
  }

  @Override
  public void disconnected() {}

  /** EncodedPackets as many clients are sent them together. */
  private static EncodedPackets run() {
    ByteBuffer frames = ByteBuffer.allocate(100_000);
    for (int length : RUN) {
      frames.put((byte) 0x81);
      if (length < 126) {
        frames.put((byte) length);
      } else if (length < 65_536) {
        frames.put((byte) 126).putShort((short) length);
      } else {
        frames.put((byte) 127).putLong(length);
      }
      frames.put(("4" + "2".repeat(length - 1)).getBytes(StandardCharsets.US_ASCII));
    }
    return new EncodedPackets(frames.flip());
  }
}
