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
 * The way out to a Socket.IO client. It may begin shut: then what is written waits, until it is
 * known whether it is to go out.
 */
final class SocketIoOutlet implements Outlet {

  private record Held(ByteBuffer bytes, Batch batch, Consumer<@Nullable Throwable> done) {}

  private final ClientSocket socket;
  private boolean shut;
  private @Nullable Held held;

  SocketIoOutlet(ClientSocket socket, boolean shut) {
    this.socket = socket;
    this.shut = shut;
  }

  /** Lets out what waits and what comes. */
  void open() {
    Held waiting;
    synchronized (this) {
      shut = false;
      waiting = held;
      held = null;
    }
    if (waiting != null) {
      write(waiting.bytes(), waiting.batch(), waiting.done());
    }
  }

  @Override
  public WireFormat format() {
    return SocketIoFormat.ONLY;
  }

  @Override
  public void write(ByteBuffer bytes, Batch batch, Consumer<@Nullable Throwable> done) {
    synchronized (this) {
      if (shut) {
        held = new Held(bytes, batch, done);
        return;
      }
    }
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
    synchronized (this) {
      if (shut) {
        return; // It never was this connection's.
      }
    }
    socket.abort();
  }
}
