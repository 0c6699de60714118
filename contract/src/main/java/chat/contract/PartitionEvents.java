package chat.contract;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One partition of {@link Topic#MESSAGES} as a consumer should take it: the events among its
 * records, judged as every gateway judges them. Records that don't count, because they are
 * duplicates or their {@link Condition} does not hold, are no events.
 *
 * <p>A consumer that wants all from an offset on begins at {@link #readFrom} and gives every record
 * from there to {@link #accept}. After a rebalance, or when the topic was made anew, it makes
 * another one. Not safe for use by several threads.
 */
public final class PartitionEvents {

  private final Window window = new Window();
  private final int partition;
  private final int partitions;
  private final long from;

  /**
   * Before the first record.
   *
   * @param partition its number
   * @param partitions how many the topic has
   * @param from the first offset whose events are wanted
   */
  public PartitionEvents(int partition, int partitions, long from) {
    this.partition = partition;
    this.partitions = partitions;
    this.from = from;
  }

  /**
   * The offset to begin reading at, so that what stands before {@link #from} is known.
   *
   * @param begin the first offset that the partition still has
   */
  public long readFrom(long begin) {
    return Window.warmUpFrom(from, begin);
  }

  /**
   * The first offset whose events are wanted. Until a record behind it was taken, this is what to
   * commit.
   */
  public long from() {
    return from;
  }

  /**
   * Takes the next record.
   *
   * @param offset greater than all before
   * @param header gives the value of the record's last header of a name, null if it has none
   * @return the event; empty if the record is none, or stands before what is wanted
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
