package chat.upload.file;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all uploads. An upload that finds none free waits unread, so its client waits too.
 * One user gets at most a third of the memory and a third of the queue, so that no user blocks all
 * others. Each upload also occupies a thread, so even the smallest counts for a minimum of memory:
 * there are never more uploads than threads. Thread-safe.
 */
final class Memory {

  private static final int UNIT = 1024;
  private static final int SHARE_OF_ONE = 3;

  /**
   * With the default of 64 MB there are at most 64 uploads at a time, and 100 waiting, of 200
   * threads.
   */
  private static final int LEAST_BYTES = 1 << 20;

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Semaphore all;
  private final int ofOne;
  private final Duration longestWait;
  private final int mostWaiting;

  /** Maximum number of uploads of one user, including a third of the queue. */
  private final int mostOfOne;

  private final AtomicInteger waiting = new AtomicInteger();
  private final ConcurrentHashMap<String, Share> shares = new ConcurrentHashMap<>();

  /** One user's share; exists while a lease of the user is held or waited for. */
  private record Share(Semaphore free, int holders) {}

  Memory(UploadSettings settings) {
    int units = (int) Math.min(Integer.MAX_VALUE, settings.memory().toBytes() / UNIT);
    this.all = new Semaphore(units, true);
    this.ofOne = Math.max(units(UploadSettings.PART), units / SHARE_OF_ONE);
    this.longestWait = settings.longestWait();
    this.mostWaiting = settings.waiting();
    this.mostOfOne = Math.max(1, ofOne / units(LEAST_BYTES)) + mostWaiting / SHARE_OF_ONE;
  }

  /** An acquired part, at least one megabyte; to be closed. */
  final class Lease implements AutoCloseable {
    private final String user;
    private final int units;

    /** As large as requested. */
    final byte[] buffer;

    private Lease(String user, int bytes) {
      this.user = user;
      this.units = units(bytes);
      this.buffer = new byte[bytes];
    }

    @Override
    public void close() {
      all.release(units);
      giveBack(user, units);
    }
  }

  /** Acquires a part, waiting for free memory; refuses after a time limit. */
  Lease acquire(String user, int bytes) {
    int units = units(bytes);
    Share joined = join(user);
    Semaphore share = joined.free();
    boolean mine = false;
    boolean acquired = false;
    if (waiting.incrementAndGet() > mostWaiting || joined.holders() > mostOfOne) {
      waiting.decrementAndGet();
      giveBack(user, 0);
      throw busy();
    }
    try {
      long end = System.nanoTime() + longestWait.toNanos();
      mine = share.tryAcquire(units, longestWait.toNanos(), TimeUnit.NANOSECONDS);
      acquired = mine && all.tryAcquire(units, end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (!acquired) {
        throw busy();
      }
      return new Lease(user, bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      waiting.decrementAndGet();
      if (!acquired) {
        giveBack(user, mine ? units : 0);
      }
    }
  }

  /** The number of free bytes. */
  double free() {
    return (double) all.availablePermits() * UNIT;
  }

  /** The number of waiting uploads. */
  int waiting() {
    return waiting.get();
  }

  private Share join(String user) {
    return shares.compute(
        user,
        (key, known) ->
            known == null
                ? new Share(new Semaphore(ofOne, true), 1)
                : new Share(known.free(), known.holders() + 1));
  }

  private void giveBack(String user, int units) {
    shares.computeIfPresent(user, (key, known) -> leave(known, units));
  }

  private static @Nullable Share leave(Share share, int units) {
    share.free().release(units);
    return share.holders() == 1 ? null : new Share(share.free(), share.holders() - 1);
  }

  private static int units(int bytes) {
    return (Math.max(LEAST_BYTES, bytes) + UNIT - 1) / UNIT;
  }

  private static Refusal busy() {
    return Refusal.until(ProblemCode.UNAVAILABLE, "Too many uploads at present", RETRY);
  }
}
