package chat.sockets.fanout;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket whose peer reads when it is told to. */
final class RecordingOutlet implements Outlet {

  final List<String> read = new ArrayList<>();
  final List<Integer> writes = new ArrayList<>();
  int pings;
  boolean ended;
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
  public WireFormat format() {
    return Lines.FORMAT;
  }

  @Override
  public void write(ByteBuffer frames, Batch batch, Consumer<@Nullable Throwable> done) {
    List<String> lines = Lines.of(frames);
    writes.add(lines.size());
    Runnable reading =
        () -> {
          lines.forEach(this::take);
          done.accept(null);
        };
    if (stalled) {
      unread.add(reading);
    } else {
      reading.run();
    }
  }

  @Override
  public void abort() {
    aborted = true;
  }

  @Override
  public void end() {
    ended = true;
  }

  private void take(String line) {
    CloseReason reason = Lines.reasonOf(line);
    if (reason != null) {
      closed = reason;
    } else if (Lines.isPing(line)) {
      pings++;
    } else {
      read.add(line);
    }
  }
}
