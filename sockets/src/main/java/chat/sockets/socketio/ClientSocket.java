package chat.sockets.socketio;

import chat.sockets.engineio.EncodedPackets;
import chat.sockets.engineio.OutgoingPacket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One client in one namespace: the way out to it. Safe for use by any thread; blocks nowhere. */
public final class ClientSocket {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final SocketIoSession session;
  private final String namespace;
  private final Map<Long, CompletableFuture<List<JsonNode>>> awaited = new HashMap<>(2);
  private long lastId = -1;
  private boolean left;

  ClientSocket(SocketIoSession session, String namespace) {
    this.session = session;
    this.namespace = namespace;
  }

  /** Sends an event. */
  public void emit(String name, JsonNode... arguments) {
    emit(null, name, arguments);
  }

  /**
   * Sends an event and asks for an acknowledgement.
   *
   * @return what the client answered; fails when it leaves without an answer, or when too many are
   *     waited for already
   */
  public CompletableFuture<List<JsonNode>> ask(String name, JsonNode... arguments) {
    CompletableFuture<List<JsonNode>> answer = new CompletableFuture<>();
    Long id = await(answer);
    if (id == null) {
      answer.completeExceptionally(new IllegalStateException("nobody is there to answer in time"));
    } else {
      emit(id, name, arguments);
    }
    return answer;
  }

  /** Acknowledges an event of the client's. */
  public void acknowledge(long id, JsonNode... arguments) {
    session.send(
        PacketWriter.packets(
            PacketKind.ACK, PacketKind.BINARY_ACK, namespace, id, array(arguments)));
  }

  /**
   * Sends packets that are encoded already, for many clients at once.
   *
   * @param done called once, by any thread; with the error if the client is gone
   */
  public void send(EncodedPackets packets, Consumer<@Nullable Throwable> done) {
    session.send(packets, done);
  }

  /** Sends what admits the client. */
  public void send(OutgoingPacket acceptance) {
    session.send(List.of(acceptance));
  }

  /** Puts the client out; it does not come back by itself. */
  public void disconnect() {
    session.disconnect(namespace);
  }

  /** Ends all that the client is connected by, after what was sent; it comes back by itself. */
  public void close(int code, String reason) {
    session.close(code, reason);
  }

  /** Ends all that the client is connected by at once. */
  public void abort() {
    session.abort();
  }

  void acknowledged(long id, List<JsonNode> arguments) {
    CompletableFuture<List<JsonNode>> answer;
    synchronized (this) {
      answer = awaited.remove(id);
    }
    if (answer != null) {
      answer.complete(arguments);
    }
  }

  void disconnected() {
    List<CompletableFuture<List<JsonNode>>> unanswered;
    synchronized (this) {
      left = true;
      unanswered = List.copyOf(awaited.values());
      awaited.clear();
    }
    IllegalStateException gone = new IllegalStateException("the client is gone");
    unanswered.forEach(answer -> answer.completeExceptionally(gone));
  }

  private synchronized @Nullable Long await(CompletableFuture<List<JsonNode>> answer) {
    if (left || awaited.size() >= session.maxAcks()) {
      return null;
    }
    lastId++;
    awaited.put(lastId, answer);
    return lastId;
  }

  private void emit(@Nullable Long id, String name, JsonNode... arguments) {
    ArrayNode payload = array(arguments);
    payload.insert(0, name);
    session.send(
        PacketWriter.packets(PacketKind.EVENT, PacketKind.BINARY_EVENT, namespace, id, payload));
  }

  private static ArrayNode array(JsonNode... elements) {
    return NODES.arrayNode().addAll(List.of(elements));
  }
}
