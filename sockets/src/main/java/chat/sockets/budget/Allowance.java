package chat.sockets.budget;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes may be held for messages that have not come completely yet, of many clients
 * together. When it is used up, a new message takes the place of the one that was begun first: a
 * client that sends most of a message and then nothing does not keep others out. Threads share it.
 */
public final class Allowance {

  private static final Logger LOG = LoggerFactory.getLogger(Allowance.class);

  /** A message holds as much in any case. Most messages are shorter, and cost no lock. */
  public static final int FREE = 1024;

  private final long capacity;
  private final Set<Share> holders = new LinkedHashSet<>();
  private long used;
  private long kept;

  /** An allowance of so many bytes. */
  public Allowance(long capacity) {
    this.capacity = capacity;
  }

  /**
   * What one message holds; nothing at first.
   *
   * @param evicted run at most once, by another message's thread, when others need the place: what
   *     was held is to be let go of, and its client sent away. Must not block
   */
  public Share share(Runnable evicted) {
    return new Share(evicted);
  }

  /** How many bytes are held now, without what is free. */
  public synchronized long used() {
    return used;
  }

  private synchronized boolean take(Share taker, long bytes, List<Share> evicted) {
    if (taker.over || taker.kept || taker.counted + bytes > capacity - kept) {
      return false;
    }
    Iterator<Share> oldest = holders.iterator();
    while (used + bytes > capacity) {
      Share other = oldest.next();
      if (other != taker) {
        oldest.remove();
        other.over = true;
        release(other);
        evicted.add(other);
      }
    }
    used += bytes;
    taker.counted += bytes;
    holders.add(taker);
    return true;
  }

  private synchronized boolean keep(Share share) {
    if (share.over) {
      return false;
    }
    if (!share.kept) {
      share.kept = true;
      holders.remove(share);
      kept += share.counted;
    }
    return true;
  }

  private synchronized void giveBack(Share share, boolean forGood) {
    share.over |= forGood;
    holders.remove(share);
    release(share);
  }

  private void release(Share share) {
    used -= share.counted;
    kept -= share.kept ? share.counted : 0;
    share.counted = 0;
  }

  /**
   * What one message holds. One thread takes for it; any thread may end it.
   *
   * <p>Whether it is over and what is counted are guarded by the allowance.
   */
  public final class Share {

    private final Runnable evicted;
    private long held;
    private long counted;
    private boolean over;
    private boolean kept;

    private Share(Runnable evicted) {
      this.evicted = evicted;
    }

    /**
     * Takes some more.
     *
     * @return false if it is more than all may hold, the place was given to another, or the share
     *     has ended
     */
    public boolean take(long bytes) {
      long more = Math.max(0, held + bytes - FREE) - Math.max(0, held - FREE);
      if (more > 0) {
        List<Share> others = new ArrayList<>(0);
        boolean taken = Allowance.this.take(this, more, others);
        others.forEach(Share::evict);
        if (!taken) {
          return false;
        }
      }
      held += bytes;
      return true;
    }

    /** What fails for one that is let go of is no matter of the one that takes. */
    private void evict() {
      try {
        evicted.run();
      } catch (RuntimeException e) {
        LOG.error("a client could not be sent away", e);
      }
    }

    /**
     * The message is complete, and counts on until the share ends: its place is not given to
     * another any more, and it takes no more.
     *
     * @return false if the place was given to another before, or the share has ended
     */
    public boolean keep() {
      return Allowance.this.keep(this);
    }

    /** Gives back what it took: the message is complete. */
    public void giveBack() {
      if (held > FREE) {
        Allowance.this.giveBack(this, false);
      }
      held = 0;
    }

    /** Gives back what it took, for good. */
    public void end() {
      Allowance.this.giveBack(this, true);
    }
  }
}
