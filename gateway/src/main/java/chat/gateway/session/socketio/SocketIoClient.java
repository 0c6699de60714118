package chat.gateway.session.socketio;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.edge.problem.Refusal;
import chat.gateway.session.ClientFrame;
import chat.gateway.session.ClientSession;
import chat.gateway.session.ServerFrames;
import chat.sockets.fanout.Connection;
import chat.sockets.socketio.SocketListener;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One client of the chat. Passes its events to its session as requests. */
final class SocketIoClient implements SocketListener {

  private final Connection connection;
  private final KeptRooms rooms;
  private volatile @Nullable ClientSession session;

  SocketIoClient(Connection connection, KeptRooms rooms) {
    this.connection = connection;
    this.rooms = rooms;
  }

  void begin(ClientSession begun) {
    session = begun;
  }

  @Override
  public boolean accepts(@Nullable Long id) {
    ClientSession present = session;
    return present == null || present.acceptsFrame(ref(id));
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
    present.handle(ClientFrame.of(name, ref(id), fields));
  }

  @Override
  public void disconnecting() {
    rooms.leave();
  }

  @Override
  public void disconnected() {
    connection.gone();
  }

  private static @Nullable String ref(@Nullable Long id) {
    return id == null ? null : Long.toString(id);
  }

  private void refuse(@Nullable Long id) {
    if (id != null) {
      Refusal refusal = Refusal.of(INVALID_REQUEST, "an object is expected");
      connection.send(ServerFrames.error(ref(id), null, refusal));
    }
  }
}
