package chat.gateway.socketchat;

import chat.gateway.broadcast.Outlet;
import chat.gateway.broadcast.WireFormat;
import chat.gateway.engineio.Outgoing;
import chat.gateway.socketio.ClientSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way out to a Socket.IO client. */
final class SocketIoOutlet implements Outlet {

  private final ClientSocket socket;

  SocketIoOutlet(ClientSocket socket) {
    this.socket = socket;
  }

  @Override
  public WireFormat format() {
    return SocketIoFormat.ONLY;
  }

  @Override
  public void write(ByteBuffer frames, Consumer<@Nullable Throwable> done) {
    List<Outgoing> packets = new ArrayList<>();
    int code = PacketRecords.read(frames, packets);
    if (packets.isEmpty()) {
      done.accept(null);
    } else {
      socket.send(packets, done);
    }
    if (code != 0) {
      socket.close(code, "");
    }
  }

  /** The session's own end, which was begun with the last frame, says the rest. */
  @Override
  public void end() {}

  @Override
  public void abort() {
    socket.abort();
  }
}
