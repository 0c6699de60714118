package chat.writer.events;

import chat.contract.log.Topic;
import chat.contract.log.Window;
import chat.epochs.Lives;
import chat.epochs.LogEpochs;
import chat.epochs.ReadingStart;
import chat.writer.erased.Erased;
import chat.writer.room.RoomTables;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this process publishes. Opens a partition at its first record. Used by the
 * stream's thread only.
 */
final class EventPartitions {

  private static final Logger LOG = LoggerFactory.getLogger(EventPartitions.class);

  private final LogEpochs epochs;
  private final Lives lives;
  private final TablesProgress progress;
  private final RoomTables tables;
  private final Erased erased;
  private final IntUnaryOperator rooms;
  private final Map<TopicPartition, EventPartition> open = new HashMap<>();

  /**
   * None.
   *
   * @param rooms maximum number of rooms that a partition keeps in memory, by the number of
   *     partitions
   */
  EventPartitions(
      LogEpochs epochs,
      TablesProgress progress,
      RoomTables tables,
      Erased erased,
      IntUnaryOperator rooms) {
    this.epochs = epochs;
    this.lives = new Lives(epochs, Topic.MESSAGES);
    this.progress = progress;
    this.tables = tables;
    this.erased = erased;
    this.rooms = rooms;
  }

  @Nullable EventPartition find(TopicPartition partition) {
    return open.get(partition);
  }

  /** Forgets partitions that another process may own from now on. */
  void forget(Collection<TopicPartition> partitions) {
    open.keySet().removeAll(partitions);
  }

  /** Forgets all partitions, because what was published of them is not known any more. */
  void forgetAll() {
    open.clear();
  }

  /**
   * To be called after each poll. After one that had records it learns of erased users. Forgets
   * partitions that were opened in an earlier life of the topic, and reads them from the beginning.
   * The records polled before this call are then known to be of the life of the remaining
   * partitions. Blocks.
   */
  void polled(ConsumerRecords<?, ?> polled, Consumer<?, ?> consumer) throws InterruptedException {
    if (polled.isEmpty()) {
      forget(lives.lookWhileIdle(consumer));
    } else {
      var unused = erased.refresh();
      forget(lives.look(consumer));
    }
  }

  /**
   * Opens a partition and moves the consumer back, so that the window is full before the first
   * event that is linked, and the tables have all events before that one. Blocks.
   *
   * @param counts the number of partitions of each topic that is written
   * @return false if it can't be linked yet: the topic was created again, and the writers may still
   *     write events of its earlier life
   */
  boolean open(TopicPartition partition, Consumer<?, ?> consumer, Map<String, Integer> counts)
      throws InterruptedException {
    ReadingStart start = ReadingStart.seek(epochs, consumer, partition);
    counts.forEach((topic, count) -> requireCount(topic, count, start.life().partitions()));
    long begin =
        Objects.requireNonNull(consumer.beginningOffsets(Set.of(partition)).get(partition));
    long written = progress.written(partition, start.life().topicId());
    if (written == TablesProgress.NOTHING && start.life().epoch() > 1) {
      return false;
    }
    long linkFrom = Math.max(begin, Math.min(written, start.from()));
    erased.learn();
    EventPartition opened =
        new EventPartition(
            start,
            partition.partition(),
            linkFrom,
            begin,
            rooms.applyAsInt(start.life().partitions()),
            tables,
            erased.users());
    consumer.seek(partition, Window.warmUpFrom(linkFrom, begin));
    open.put(partition, opened);
    lives.opened(partition);
    LOG.info(
        "events of {} from offset={} epoch={} links from offset={} window from offset={}",
        partition,
        start.from(),
        start.life().epoch(),
        linkFrom,
        opened.next());
    return true;
  }

  private static void requireCount(String topic, int count, int expected) {
    if (count != expected) {
      throw new IllegalStateException(
          "topic %s has %d partitions (expected: %d, as %s)"
              .formatted(topic, count, expected, Topic.MESSAGES));
    }
  }

  /** Drops rooms from a partition's memory that the tables have. Blocks if there are many. */
  void drop(TopicPartition partition, EventPartition crowded) {
    if (crowded.isCrowded()) {
      crowded.drop(progress.written(partition, crowded.topicId()));
    }
  }
}
