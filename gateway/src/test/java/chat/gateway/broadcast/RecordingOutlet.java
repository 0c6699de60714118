package chat.gateway.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket whose peer reads when it is told to. */
final class RecordingOutlet implements Outlet {

  final List<String> read = new ArrayList<>();
  final List<Integer> writes = new ArrayList<>();
  int pings;
  boolean aborted;
  @Nullable CloseReason closed;
  private boolean stalled;
  private final List<Runnable> unread = new ArrayList<>();

  /** From now on the peer reads nothing. */
  void stall() {
    stalled = true;
  }

  /** The peer reads all that came, and goes on. */
  void goOn() {
    stalled = false;
    List.copyOf(unread).forEach(Runnable::run);
    unread.clear();
  }

  @Override
  public void write(List<byte[]> frames, Consumer<@Nullable Throwable> done) {
    writes.add(frames.size());
    Runnable reading =
        () -> {
          frames.forEach(frame -> read.add(new String(frame, UTF_8)));
          done.accept(null);
        };
    if (stalled) {
      unread.add(reading);
    } else {
      reading.run();
    }
  }

  @Override
  public void ping() {
    pings++;
  }

  @Override
  public void abort() {
    aborted = true;
  }

  @Override
  public void close(CloseReason reason) {
    closed = reason;
  }
}
