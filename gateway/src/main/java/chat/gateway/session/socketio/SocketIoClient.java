package chat.gateway.session.socketio;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.edge.problem.Refusal;
import chat.gateway.session.ClientSession;
import chat.sockets.fanout.Connection;
import chat.sockets.socketio.ClientSocket;
import chat.sockets.socketio.SocketListener;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One client in the chat: its events are the frames of its session. */
final class SocketIoClient implements SocketListener {

  private final Connection connection;
  private final ClientSocket socket;
  private final KeptRooms rooms;
  private final InstantSource clock;
  private volatile @Nullable ClientSession session;

  SocketIoClient(Connection connection, ClientSocket socket, KeptRooms rooms, InstantSource clock) {
    this.connection = connection;
    this.socket = socket;
    this.rooms = rooms;
    this.clock = clock;
  }

  void begin(ClientSession begun) {
    session = begun;
  }

  @Override
  public boolean accepts(@Nullable Long id) {
    ClientSession present = session;
    return present == null || present.acceptsFrame(id == null ? null : Long.toString(id));
  }

  @Override
  public void event(String name, List<JsonNode> arguments, @Nullable Long id) {
    ClientSession present = session;
    if (arguments.isEmpty()
        || !(arguments.get(0) instanceof ObjectNode fields)
        || present == null) {
      refuse(id);
      return;
    }
    fields.put("type", name);
    if (id == null) {
      fields.remove("ref");
    } else {
      fields.put("ref", Long.toString(id));
    }
    present.handle(fields);
  }

  @Override
  public void heard() {
    connection.heard(clock.millis());
  }

  @Override
  public void disconnecting() {
    rooms.leave();
  }

  @Override
  public void disconnected() {
    connection.gone();
  }

  private void refuse(@Nullable Long id) {
    if (id != null) {
      Refusal refusal = Refusal.of(INVALID_REQUEST, "an object is expected");
      ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", false);
      answer.put("code", refusal.code().word()).put("message", refusal.detail());
      socket.acknowledge(id, answer);
    }
  }
}
