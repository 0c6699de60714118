package chat.gateway.socket;

import chat.gateway.broadcast.CloseReason;
import chat.gateway.broadcast.Outlet;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * A socket by Jetty's core session: all frames but the last are marked as a batch, so that they are
 * gathered and go to the kernel in one write.
 */
final class JettyOutlet implements Outlet {

  private final CoreSession session;

  JettyOutlet(CoreSession session) {
    this.session = session;
  }

  @Override
  public void write(List<byte[]> frames, Consumer<@Nullable Throwable> done) {
    int last = frames.size() - 1;
    for (int i = 0; i < last; i++) {
      session.sendFrame(text(frames.get(i)), Callback.NOOP, true);
    }
    session.sendFrame(text(frames.get(last)), Callback.from(() -> done.accept(null), done), false);
  }

  @Override
  public void ping() {
    session.sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
  }

  @Override
  public void close(CloseReason reason) {
    session.close(reason.code(), reason.text(), Callback.from(() -> {}, error -> session.abort()));
  }

  @Override
  public void abort() {
    session.abort();
  }

  private static Frame text(byte[] bytes) {
    return new Frame(OpCode.TEXT, ByteBuffer.wrap(bytes));
  }
}
