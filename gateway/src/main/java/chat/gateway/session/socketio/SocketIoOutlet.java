package chat.gateway.session.socketio;

import chat.sockets.engineio.EncodedPackets;
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

  private record Held(ByteBuffer frames, Consumer<@Nullable Throwable> done) {}

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
      write(waiting.frames(), waiting.done());
    }
  }

  @Override
  public WireFormat format() {
    return SocketIoFormat.ONLY;
  }

  @Override
  public void write(ByteBuffer frames, Consumer<@Nullable Throwable> done) {
    synchronized (this) {
      if (shut) {
        held = new Held(frames, done);
        return;
      }
    }
    int code = EncodedPackets.cutClose(frames);
    if (frames.hasRemaining()) {
      socket.send(new EncodedPackets(frames), done);
    } else {
      done.accept(null);
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
    synchronized (this) {
      if (shut) {
        return; // It never was this connection's.
      }
    }
    socket.abort();
  }
}
