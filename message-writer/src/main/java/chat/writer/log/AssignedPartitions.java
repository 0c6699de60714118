package chat.writer.log;

import chat.contract.log.Topic;
import chat.epochs.Lives;
import chat.epochs.LogEpoch;
import chat.epochs.LogEpochs;
import chat.epochs.ReadingStart;
import chat.writer.erased.Erased;
import chat.writer.room.LogPartition;
import chat.writer.room.PartitionWriter;
import chat.writer.room.Removals;
import chat.writer.room.RoomTables;
import chat.writer.work.WorkQueue;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/**
 * The partitions that this process writes. Opens a partition at its first record and forgets it
 * when another process gets it. Used by the consumer's thread only.
 */
final class AssignedPartitions {

  private static final Logger LOG = LoggerFactory.getLogger(AssignedPartitions.class);

  private final LogEpochs epochs;
  private final Lives lives;
  private final RoomTables tables;
  private final KafkaOperations<byte[], byte[]> kafka;
  private final Erased erased;
  private final WriterSettings settings;
  private final WorkQueue work;
  private final Map<TopicPartition, AssignedPartition> open = new HashMap<>();

  AssignedPartitions(
      LogEpochs epochs,
      RoomTables tables,
      KafkaOperations<byte[], byte[]> kafka,
      Erased erased,
      WriterSettings settings,
      WorkQueue work) {
    this.epochs = epochs;
    this.lives = new Lives(epochs, Topic.MESSAGES);
    this.tables = tables;
    this.kafka = kafka;
    this.erased = erased;
    this.settings = settings;
    this.work = work;
  }

  @Nullable AssignedPartition find(TopicPartition partition) {
    return open.get(partition);
  }

  /**
   * Forgets partitions that were opened in an earlier life of the topic, and reads them from the
   * beginning. The records polled before this call are then known to be of the life of the
   * remaining partitions. Blocks.
   */
  void leaveEarlierLives(Consumer<?, ?> consumer) {
    forget(ask(() -> lives.look(consumer)));
  }

  /** The same while no records come. */
  void leaveEarlierLivesWhileIdle(Consumer<?, ?> consumer) {
    forget(ask(() -> lives.lookWhileIdle(consumer)));
  }

  /**
   * Forgets partitions, because another process may own them from now on, or the topic has another
   * life.
   */
  void forget(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      AssignedPartition assigned = open.remove(partition);
      if (assigned != null) {
        close(assigned);
      }
    }
  }

  /** Queues the removals that a partition's events left, if there are any. */
  void remove(AssignedPartition assigned) {
    Removals removals = assigned.writer().removals();
    if (removals.isDue()) {
      work.add(removals);
    }
  }

  private void close(AssignedPartition assigned) {
    assigned.close();
    work.remove(assigned.writer().removals());
  }

  /**
   * Opens a partition and moves the consumer back, so that the window is filled before the first
   * record to write.
   */
  void open(TopicPartition partition, Consumer<?, ?> consumer) {
    ReadingStart start = ask(() -> ReadingStart.seek(epochs, consumer, partition));
    LogEpoch life = start.life();
    AssignedPartition assigned =
        new AssignedPartition(
            start,
            new PartitionWriter(
                new LogPartition(life.epoch(), partition.partition(), life.partitions()),
                start.warmFrom(),
                start.from(),
                settings.roomsKeptOf(life.partitions()),
                tables,
                new KafkaDeadLetters(kafka, erased, partition)));
    open.put(partition, assigned);
    lives.opened(partition);
    remove(assigned);
    LOG.info(
        "{} from offset={} epoch={} window from offset={}",
        partition,
        start.from(),
        life.epoch(),
        start.warmFrom());
  }

  private interface Question<T> {
    T ask() throws InterruptedException;
  }

  private static <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
