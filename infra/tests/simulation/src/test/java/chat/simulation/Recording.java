package chat.simulation;

import chat.sockets.fanout.Batch;
import chat.sockets.fanout.Lines;
import chat.sockets.fanout.Outlet;
import chat.sockets.fanout.WireFormat;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records the frames of a socket at once. */
final class Recording implements Outlet {

  private final StringBuilder text = new StringBuilder();

  /** All frames so far. */
  String text() {
    return text.toString();
  }

  @Override
  public WireFormat format() {
    return Lines.FORMAT;
  }

  @Override
  public void write(ByteBuffer frames, Batch batch, Consumer<@Nullable Throwable> done) {
    Lines.of(frames).forEach(line -> text.append(line).append('\n'));
    done.accept(null);
  }

  @Override
  public void end() {}

  @Override
  public void abort() {}
}
