package chat.edge.guard;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The bytes that unfinished request headers may hold, over all connections of a server. When they
 * are used up, the connection whose header began first loses its share: a header that takes long is
 * the least likely to end. Safe for use by several threads.
 */
final class HeaderBudget {

  private final long capacity;
  private final Set<Share> holders = new LinkedHashSet<>(); // oldest first; guarded by this
  private long used; // guarded by this

  HeaderBudget(long capacity) {
    this.capacity = capacity;
  }

  /** The bytes that one connection holds. Fields are guarded by the budget. */
  final class Share {

    private final Runnable onEvicted;
    private long held;
    private boolean closed;

    private Share(Runnable onEvicted) {
      this.onEvicted = onEvicted;
    }

    /**
     * Acquires more bytes; false if the share is closed or evicted, or its bytes exceed the
     * capacity.
     */
    boolean acquire(long bytes) {
      List<Share> evicted = new ArrayList<>(0);
      boolean acquired = HeaderBudget.this.acquire(this, bytes, evicted);
      evicted.forEach(share -> share.onEvicted.run());
      return acquired;
    }

    /** Releases all bytes: the header is complete. */
    void release() {
      HeaderBudget.this.release(this);
    }

    /** Releases all bytes, and acquires none from now on. */
    void close() {
      HeaderBudget.this.close(this);
    }
  }

  /**
   * Makes the share of a connection.
   *
   * @param onEvicted run once when other connections need the bytes; must not block
   */
  Share share(Runnable onEvicted) {
    return new Share(onEvicted);
  }

  /** The bytes that all shares hold. */
  synchronized long used() {
    return used;
  }

  private synchronized boolean acquire(Share share, long bytes, List<Share> evicted) {
    if (share.closed || share.held + bytes > capacity) {
      return false;
    }
    Iterator<Share> oldest = holders.iterator();
    while (used + bytes > capacity) {
      Share other = oldest.next();
      if (other != share) {
        oldest.remove();
        other.closed = true;
        used -= other.held;
        other.held = 0;
        evicted.add(other);
      }
    }
    used += bytes;
    share.held += bytes;
    holders.add(share);
    return true;
  }

  private synchronized void release(Share share) {
    holders.remove(share);
    used -= share.held;
    share.held = 0;
  }

  private synchronized void close(Share share) {
    share.closed = true;
    release(share);
  }
}
