package chat.gateway.session.socketio;

import chat.sockets.engineio.EncodedPackets;
import chat.sockets.fanout.Batch;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Outlet;
import chat.sockets.fanout.WireFormat;
import chat.sockets.socketio.ClientSocket;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way out to a Socket.IO client, whose socket may be another connection's until it is opened.
 */
final class SocketIoOutlet implements Outlet {

  private final ClientSocket socket;
  private volatile boolean isOpen;

  SocketIoOutlet(ClientSocket socket, boolean isOpen) {
    this.socket = socket;
    this.isOpen = isOpen;
  }

  /** The socket is this connection's from now on. */
  void open() {
    isOpen = true;
  }

  @Override
  public WireFormat format() {
    return SocketIoFormat.ONLY;
  }

  @Override
  public void write(ByteBuffer bytes, Batch batch, Consumer<@Nullable Throwable> done) {
    if (bytes.hasRemaining()) {
      socket.send(new EncodedPackets(bytes, () -> SocketIoFormat.packets(batch)), done);
    } else {
      done.accept(null);
    }
    CloseReason reason = batch.closeReason();
    if (reason != null) {
      socket.close(reason.code(), "");
    }
  }

  /** The session's own end, which was begun with the last frame, says the rest. */
  @Override
  public void end() {}

  @Override
  public void abort() {
    if (isOpen) {
      socket.abort();
    }
  }
}
