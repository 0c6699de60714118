package chat.contract.log;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The events of one partition of {@link Topic#MESSAGES}, judged as every gateway judges them.
 * Records that don't count are no events: duplicates, and records whose {@link Condition} does not
 * hold.
 *
 * <p>A consumer that wants all events from an offset on starts reading at {@link #readFrom} and
 * passes every record from there to {@link #accept}. It creates a new instance after a rebalance,
 * and when the topic was deleted and created again. Not thread-safe.
 */
public final class PartitionEvents {

  private final Window window = new Window();
  private final int partition;
  private final int partitions;
  private final long from;

  /**
   * An empty window before the first record.
   *
   * @param partition the partition's number
   * @param partitions the number of partitions of the topic
   * @param from the offset of the first wanted event
   */
  public PartitionEvents(int partition, int partitions, long from) {
    this.partition = partition;
    this.partitions = partitions;
    this.from = from;
  }

  /**
   * The offset at which to start reading, so that the window is filled at {@link #from}.
   *
   * @param begin the first offset that the partition still has
   */
  public long readFrom(long begin) {
    return Window.warmUpFrom(from, begin);
  }

  /**
   * The offset of the first wanted event. A consumer commits this offset until it has passed a
   * later record.
   */
  public long from() {
    return from;
  }

  /**
   * Accepts the next record.
   *
   * @param offset greater than all offsets before
   * @param header gives the value of the record's last header of a name, null if there is none
   * @return the event; empty if the record is no event, or is before the first wanted one
   */
  public Optional<RoomRecord> accept(
      long offset,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Function<String, byte @Nullable []> header) {
    RoomRecord record = RoomRecord.read(key, value, header, partition, partitions);
    long first = window.admit(offset, record.identity(), record.condition());
    boolean isEvent = first == offset && offset >= from && record.room() != null;
    return isEvent ? Optional.of(record) : Optional.empty();
  }
}
