package chat.edge.guard;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends answers whose clients take less of them than the slowest line does. Only the time that is
 * spent waiting for the client counts, not that for storage. Threads may share it.
 */
public final class SlowReaders implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SlowReaders.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final long NOT_WAITING = Long.MIN_VALUE;

  private final long nanosPerByte;
  private final long graceNanos;
  private final LongSupplier nanoTime;
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService looks;

  /**
   * Begins to look.
   *
   * @param leastBytesPerSecond what a client takes a second at least, for as long as it is waited
   *     for
   * @param grace how long a client may be waited for beyond that
   */
  public SlowReaders(long leastBytesPerSecond, Duration grace) {
    this(leastBytesPerSecond, grace, System::nanoTime);
    var unused =
        looks.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  SlowReaders(long leastBytesPerSecond, Duration grace, LongSupplier nanoTime) {
    this.nanosPerByte = Math.max(1, Duration.ofSeconds(1).toNanos() / leastBytesPerSecond);
    this.graceNanos = grace.toNanos();
    this.nanoTime = nanoTime;
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "slow-readers");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** How one client takes its answer. */
  public final class Reader {

    private final Runnable end;
    private long lateNanos; // guarded by this: how far it is behind the slowest line
    private long waitingSince = NOT_WAITING; // guarded by this

    private Reader(Runnable end) {
      this.end = end;
    }

    /** No more can be written until the client has taken something. */
    public synchronized void waits() {
      if (waitingSince == NOT_WAITING) {
        waitingSince = nanoTime.getAsLong();
      }
    }

    /** More can be written. */
    public synchronized void goesOn() {
      lateNanos += waitingNanos();
      waitingSince = NOT_WAITING;
    }

    /** So much more was written. What was taken fast allows for no rest later. */
    public synchronized void wrote(int bytes) {
      lateNanos = Math.max(0, lateNanos - nanosPerByte * bytes);
    }

    /** The answer is over: it is looked at no more. */
    public void done() {
      readers.remove(this);
    }

    private synchronized boolean isTooSlow() {
      return lateNanos + waitingNanos() > graceNanos;
    }

    private long waitingNanos() {
      return waitingSince == NOT_WAITING ? 0 : nanoTime.getAsLong() - waitingSince;
    }
  }

  /**
   * Looks at a client from now on, until it is done.
   *
   * @param end called at most once, when it is too slow
   */
  public Reader watch(Runnable end) {
    Reader reader = new Reader(end);
    readers.add(reader);
    return reader;
  }

  /** Looks at all once. */
  void look() {
    List<Reader> slow = readers.stream().filter(Reader::isTooSlow).toList();
    slow.stream().filter(readers::remove).forEach(SlowReaders::end);
  }

  private static void end(Reader reader) {
    try {
      reader.end.run();
    } catch (RuntimeException e) {
      LOG.warn("a client that reads too slowly can't be cut off", e);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
