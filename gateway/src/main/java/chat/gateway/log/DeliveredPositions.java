package chat.gateway.log;

import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Tracks how far the log has been delivered. Used only by the thread that delivers, but for {@link
 * #delivered} and {@link #hasKept} and {@link #keepIfNeeded}, which a second one may call, and
 * {@link #reached(String)}.
 */
public final class DeliveredPositions {

  private volatile int epoch;
  private volatile long[] next = {};
  private int own;
  private volatile @Nullable KeptPosition kept;
  private volatile @Nullable StreamPosition delivered;

  /** Sets the number of partitions of the log. */
  public void begin(int partitions) {
    if (next.length != partitions) {
      next = new long[partitions];
      forget();
    }
  }

  /** Advances past an event of any room. */
  public void reached(LoggedEvent event) {
    if (epoch != Seq.epoch(event.seq())) {
      next = new long[next.length];
      epoch = Seq.epoch(event.seq());
      forget();
    }
    if (next.length > 0) {
      own = RoomPartition.of(event.room(), next.length);
      next[own] = Seq.offset(event.seq()) + 1;
    }
  }

  private void forget() {
    kept = null;
    delivered = null;
  }

  /** The position after the last event; null while the number of partitions is unknown. */
  public @Nullable StreamPosition position() {
    return next.length == 0 ? null : new StreamPosition(epoch, next.clone(), own, kept);
  }

  /**
   * The seq of the last record of a room's partition; 0 if there is none. No position in a frame
   * that the calling thread has handled is beyond it.
   */
  public long reached(String room) {
    long[] present = next;
    long offset = present.length == 0 ? 0 : present[RoomPartition.of(room, present.length)];
    return offset == 0 ? Seq.NONE : Seq.of(epoch, offset - 1);
  }

  /** Publishes the position: the connections have been handed all events so far. */
  public void flushed() {
    if (next.length > 0 && epoch > 0) {
      delivered = StreamPosition.of(epoch, next.clone());
    }
  }

  /** The position up to which the connections have been handed all events; null if unknown. */
  public @Nullable StreamPosition delivered() {
    StreamPosition present = delivered;
    return present == null ? null : present.since(kept);
  }

  /** Whether a position of this log is kept. */
  public boolean hasKept() {
    return kept != null;
  }

  /**
   * Keeps the delivered position, if texts of later ones would not be exact without it.
   *
   * @param id six bytes in Base64, never used before
   * @param isOld whether the one that is kept has to be replaced in any case
   * @param keeping stores the text under the id; returns whether it did
   * @return whether it is kept
   */
  public boolean keepIfNeeded(String id, boolean isOld, BiPredicate<String, String> keeping) {
    StreamPosition present = delivered();
    if (present == null) {
      return false;
    }
    KeptPosition before = kept;
    boolean moved = before == null || !present.isBefore(before.position());
    boolean isDue = (moved && present.needsLaterBase()) || (isOld && present.isRelative());
    if (isDue && keeping.test(id, present.whole())) {
      kept = new KeptPosition(id, present.since(null));
      return true;
    }
    return false;
  }
}
