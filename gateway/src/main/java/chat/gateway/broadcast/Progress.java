package chat.gateway.broadcast;

import chat.contract.RoomPartition;
import chat.contract.Seq;
import chat.gateway.log.LoggedEvent;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps count of how far the log has been delivered. Belongs to the thread that delivers. */
final class Progress {

  private final IntSupplier partitions;
  private int epoch;
  private long[] next = {};

  /**
   * No progress yet.
   *
   * @param partitions of the log; 0 while that is not known
   */
  Progress(IntSupplier partitions) {
    this.partitions = partitions;
  }

  /** The log has come to an event, whether or not somebody here listens to its room. */
  void reached(LoggedEvent event) {
    int count = partitions.getAsInt();
    if (next.length != count || epoch != Seq.epoch(event.seq())) {
      next = new long[count];
      epoch = Seq.epoch(event.seq());
    }
    if (count > 0) {
      next[RoomPartition.of(event.room(), count)] = Seq.offset(event.seq()) + 1;
    }
  }

  /** The place just behind the event that was reached last; null while there are no places. */
  @Nullable Place place() {
    return next.length == 0 ? null : new Place(epoch, next.clone());
  }
}
