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
 * The memory that all uploads together may take. Who finds none free waits, unread, so that the
 * client waits too; one user gets at most a third, and at most a third of the places to wait, so
 * that nobody keeps all others out. As each upload also occupies a thread for as long as it lasts,
 * even the smallest counts for some of the memory: so there are never more of them than threads.
 * Threads share it.
 */
final class Memory {

  private static final int UNIT = 1024;
  private static final int SHARE_OF_ONE = 3;

  /**
   * With the default of 64 MB there are 64 uploads at once, beside 100 that wait, of 200 threads.
   */
  private static final int LEAST_BYTES = 1 << 20;

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Semaphore all;
  private final int ofOne;
  private final Duration longestWait;
  private final int mostWaiting;

  /** How many uploads one user may have here, a third of those that wait included. */
  private final int mostOfOne;

  private final AtomicInteger waiting = new AtomicInteger();
  private final ConcurrentHashMap<String, Share> shares = new ConcurrentHashMap<>();

  /** What one user may take; there while somebody holds or waits for a part of it. */
  private record Share(Semaphore free, int holders) {}

  Memory(UploadSettings settings) {
    int units = (int) Math.min(Integer.MAX_VALUE, settings.memory().toBytes() / UNIT);
    this.all = new Semaphore(units, true);
    this.ofOne = Math.max(units(UploadSettings.PART), units / SHARE_OF_ONE);
    this.longestWait = settings.longestWait();
    this.mostWaiting = settings.waiting();
    this.mostOfOne = Math.max(1, ofOne / units(LEAST_BYTES)) + mostWaiting / SHARE_OF_ONE;
  }

  /** A part of it, which counts for a megabyte at least; to be closed. */
  final class Lease implements AutoCloseable {
    private final String user;
    private final int units;

    /** As large as was asked for. */
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

  /** Takes a part, as soon as there is one; refuses where that takes too long. */
  Lease take(String user, int bytes) {
    int units = units(bytes);
    Share joined = join(user);
    Semaphore share = joined.free();
    boolean mine = false;
    boolean taken = false;
    if (waiting.incrementAndGet() > mostWaiting || joined.holders() > mostOfOne) {
      waiting.decrementAndGet();
      giveBack(user, 0);
      throw busy();
    }
    try {
      long end = System.nanoTime() + longestWait.toNanos();
      mine = share.tryAcquire(units, longestWait.toNanos(), TimeUnit.NANOSECONDS);
      taken = mine && all.tryAcquire(units, end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (!taken) {
        throw busy();
      }
      return new Lease(user, bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      waiting.decrementAndGet();
      if (!taken) {
        giveBack(user, mine ? units : 0);
      }
    }
  }

  /** How many bytes are free. */
  double free() {
    return (double) all.availablePermits() * UNIT;
  }

  /** How many uploads wait. */
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
    return Refusal.until(ProblemCode.UNAVAILABLE, "Too many files come in at present", RETRY);
  }
}
