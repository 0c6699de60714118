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
 * Ends answers whose clients read more slowly than a minimum rate. Only the time spent waiting for
 * the client counts, not that for storage. Safe for use by several threads.
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
   * Starts checking once a second.
   *
   * @param minBytesPerSecond minimum rate while the service waits for the client
   * @param grace maximum delay beyond that rate
   */
  public SlowReaders(long minBytesPerSecond, Duration grace) {
    this(minBytesPerSecond, grace, System::nanoTime);
    var unused =
        looks.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  SlowReaders(long minBytesPerSecond, Duration grace, LongSupplier nanoTime) {
    this.nanosPerByte = Math.max(1, Duration.ofSeconds(1).toNanos() / minBytesPerSecond);
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

  /** The progress of one answer. */
  public final class Reader {

    private final Runnable end;
    private long lateNanos; // guarded by this: delay beyond the minimum rate
    private long waitingSince = NOT_WAITING; // guarded by this

    private Reader(Runnable end) {
      this.end = end;
    }

    /** The service waits until the client has read more. */
    public synchronized void waits() {
      if (waitingSince == NOT_WAITING) {
        waitingSince = nanoTime.getAsLong();
      }
    }

    /** The service no longer waits. */
    public synchronized void goesOn() {
      lateNanos += waitingNanos();
      waitingSince = NOT_WAITING;
    }

    /** The client took more bytes. A fast start is no credit for a later pause. */
    public synchronized void wrote(int bytes) {
      lateNanos = Math.max(0, lateNanos - nanosPerByte * bytes);
    }

    /** The answer has ended. */
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
   * Watches an answer until it is done.
   *
   * @param end called at most once, when the client is too slow
   */
  public Reader watch(Runnable end) {
    Reader reader = new Reader(end);
    readers.add(reader);
    return reader;
  }

  /** Checks all answers. */
  void look() {
    List<Reader> slow = readers.stream().filter(Reader::isTooSlow).toList();
    slow.stream().filter(readers::remove).forEach(SlowReaders::end);
  }

  private static void end(Reader reader) {
    try {
      reader.end.run();
    } catch (RuntimeException e) {
      LOG.warn("failed to end the answer of a slow client", e);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
