package chat.gateway.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** The position in each partition of a topic at which a reader begins. */
public final class StartPosition {

  /** Seeks in assigned partitions. */
  @FunctionalInterface
  private interface Seek {
    void in(Consumer<?, ?> consumer, LedPartitions partitions, Map<TopicPartition, Long> ends);
  }

  private final String offsetReset;
  private final boolean assignsLeaderless;
  private final Seek seek;

  private StartPosition(String offsetReset, boolean assignsLeaderless, Seek seek) {
    this.offsetReset = offsetReset;
    this.assignsLeaderless = assignsLeaderless;
    this.seek = seek;
  }

  /** The first record that the topic holds. */
  public static StartPosition start() {
    return new StartPosition(
        "earliest",
        true,
        (consumer, partitions, ends) -> consumer.seekToBeginning(partitions.all()));
  }

  /** The next record that is appended. */
  public static StartPosition end() {
    return new StartPosition(
        "latest",
        true,
        (consumer, partitions, ends) -> {
          ends.forEach(consumer::seek);
          consumer.seekToEnd(partitions.leaderless());
        });
  }

  /** The first record that was appended within a time before reading begins. */
  public static StartPosition since(Duration lookBack, InstantSource clock) {
    return new StartPosition(
        "none",
        false,
        (consumer, partitions, ends) -> {
          long since = clock.instant().minus(lookBack).toEpochMilli();
          Map<TopicPartition, Long> times = new HashMap<>();
          ends.keySet().forEach(partition -> times.put(partition, since));
          Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
          ends.forEach(
              (partition, end) -> {
                OffsetAndTimestamp start = starts.get(partition);
                consumer.seek(partition, start == null ? end : start.offset());
              });
        });
  }

  /** The consumer's policy for an offset that the log does not hold. */
  String offsetReset() {
    return offsetReset;
  }

  /**
   * Whether partitions without a leader are assigned too: the consumer then finds the position when
   * they have one. By a time it can't.
   */
  boolean assignsLeaderless() {
    return assignsLeaderless;
  }

  /** Assigns the partitions and seeks in them. */
  void assign(Consumer<?, ?> consumer, LedPartitions partitions, Map<TopicPartition, Long> ends) {
    consumer.assign(assignsLeaderless ? partitions.all() : partitions.led());
    seek.in(consumer, partitions, ends);
  }
}
