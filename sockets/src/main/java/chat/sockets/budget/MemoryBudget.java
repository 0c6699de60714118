package chat.sockets.budget;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the bytes held for incomplete messages of many clients together. When the budget is used
 * up, the oldest reservation is evicted: a client that sends most of a message and then stops does
 * not keep others out. Thread-safe.
 */
public final class MemoryBudget {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryBudget.class);

  /**
   * The bytes of each message that are not counted. Most messages are shorter, so they cost no
   * lock.
   */
  public static final int FREE = 1024;

  private final long capacity;
  private final Set<Reservation> holders = new LinkedHashSet<>();
  private long used;
  private long pinned;

  /** Creates a budget of this number of bytes. */
  public MemoryBudget(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Creates an empty reservation for one message.
   *
   * @param evicted drops the message and closes its client. Runs at most once, on the thread of
   *     another message that needs the bytes. Must not block
   */
  public Reservation reserve(Runnable evicted) {
    return new Reservation(evicted);
  }

  /** The number of reserved bytes. */
  public synchronized long used() {
    return used;
  }

  private synchronized boolean acquire(
      Reservation reservation, long bytes, List<Reservation> evicted) {
    if (reservation.over || reservation.pinned || reservation.counted + bytes > capacity - pinned) {
      return false;
    }
    Iterator<Reservation> oldest = holders.iterator();
    while (used + bytes > capacity) {
      Reservation other = oldest.next();
      if (other != reservation) {
        oldest.remove();
        other.over = true;
        uncount(other);
        evicted.add(other);
      }
    }
    used += bytes;
    reservation.counted += bytes;
    holders.add(reservation);
    return true;
  }

  private synchronized boolean pin(Reservation reservation) {
    if (reservation.over) {
      return false;
    }
    if (!reservation.pinned) {
      reservation.pinned = true;
      holders.remove(reservation);
      pinned += reservation.counted;
    }
    return true;
  }

  private synchronized void release(Reservation reservation, boolean forGood) {
    reservation.over |= forGood;
    holders.remove(reservation);
    uncount(reservation);
  }

  private void uncount(Reservation reservation) {
    used -= reservation.counted;
    pinned -= reservation.pinned ? reservation.counted : 0;
    reservation.counted = 0;
  }

  /**
   * The bytes held for one message. One thread acquires; any thread may end it. The budget guards
   * {@code counted}, {@code over} and {@code pinned}.
   */
  public final class Reservation {

    private final Runnable evicted;
    private long held;
    private long counted;
    private boolean over;
    private boolean pinned;

    private Reservation(Runnable evicted) {
      this.evicted = evicted;
    }

    /**
     * Acquires more bytes.
     *
     * @return false if they exceed the budget, or the reservation was evicted or has ended
     */
    public boolean acquire(long bytes) {
      long more = Math.max(0, held + bytes - FREE) - Math.max(0, held - FREE);
      if (more > 0) {
        List<Reservation> others = new ArrayList<>(0);
        boolean acquired = MemoryBudget.this.acquire(this, more, others);
        others.forEach(Reservation::evict);
        if (!acquired) {
          return false;
        }
      }
      held += bytes;
      return true;
    }

    /** Logs a failure, because it concerns the evicted client and not the caller. */
    private void evict() {
      try {
        evicted.run();
      } catch (RuntimeException e) {
        LOG.error("could not close an evicted client", e);
      }
    }

    /**
     * Protects a complete message from eviction. Its bytes count until the reservation ends, and it
     * acquires no more.
     *
     * @return false if the reservation was evicted before, or has ended
     */
    public boolean pin() {
      return MemoryBudget.this.pin(this);
    }

    /** Releases the bytes, because the message is complete; the next message may acquire again. */
    public void release() {
      if (held > FREE) {
        MemoryBudget.this.release(this, false);
      }
      held = 0;
    }

    /** Releases the bytes for good. */
    public void end() {
      MemoryBudget.this.release(this, true);
    }
  }
}
