package chat.gateway.log;

import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import org.jspecify.annotations.Nullable;

/** Tracks how far the log has been delivered. Used only by the thread that delivers. */
public final class DeliveredPositions {

  private int epoch;
  private long[] next = {};

  /** Sets the number of partitions of the log. */
  public void begin(int partitions) {
    if (next.length != partitions) {
      next = new long[partitions];
    }
  }

  /** Advances past an event of any room. */
  public void reached(LoggedEvent event) {
    if (epoch != Seq.epoch(event.seq())) {
      next = new long[next.length];
      epoch = Seq.epoch(event.seq());
    }
    if (next.length > 0) {
      next[RoomPartition.of(event.room(), next.length)] = Seq.offset(event.seq()) + 1;
    }
  }

  /** The position after the last event; null while the number of partitions is unknown. */
  public @Nullable StreamPosition position() {
    return next.length == 0 ? null : new StreamPosition(epoch, next.clone());
  }
}
