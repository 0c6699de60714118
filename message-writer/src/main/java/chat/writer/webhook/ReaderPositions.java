package chat.writer.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where the consumer of the reader is in each partition, and where it goes. For the reader's
 * thread, but for {@link #end}.
 */
final class ReaderPositions {

  /** How long a place waits for its records before another one has its turn. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The offset that is read next. */
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  /** Since when nothing was read at the place that was chosen, by {@link System#nanoTime}. */
  private final Map<TopicPartition, Long> chosenAt = new HashMap<>();

  /** Where partitions ended when that was last seen. They stay while the broker is away. */
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();

  boolean isEmpty() {
    return positions.isEmpty();
  }

  Set<TopicPartition> partitions() {
    return Set.copyOf(positions.keySet());
  }

  @Nullable Long find(TopicPartition partition) {
    return positions.get(partition);
  }

  /** The offset at which a partition ended; 0 if it is not known. Thread-safe. */
  long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  void ended(TopicPartition partition, long end) {
    ends.put(partition, end);
  }

  /** The consumer is closed. */
  void clear() {
    positions.clear();
    chosenAt.clear();
  }

  /** Something was read up to an offset. */
  void read(TopicPartition partition, long to) {
    positions.put(partition, to);
    chosenAt.remove(partition);
  }

  /** Follows the partitions in which webhooks are. */
  void assign(Consumer<?, ?> consumer, List<Place> places) {
    Map<TopicPartition, Long> assigned = new HashMap<>();
    places.forEach(place -> assigned.putIfAbsent(place.partition(), place.next()));
    if (!assigned.keySet().equals(positions.keySet())) {
      consumer.assign(assigned.keySet());
      positions.keySet().retainAll(assigned.keySet());
      chosenAt.keySet().retainAll(assigned.keySet());
      ends.keySet().retainAll(assigned.keySet());
      assigned.forEach(
          (partition, next) -> {
            if (!positions.containsKey(partition)) {
              seek(consumer, partition, next);
            }
          });
    }
  }

  /** Goes on where webhooks take events, and pauses the partitions in which none does. */
  void go(Consumer<?, ?> consumer, List<Place> taking) {
    Map<TopicPartition, NavigableSet<Long>> wanted = new HashMap<>();
    for (Place place : taking) {
      wanted.computeIfAbsent(place.partition(), unused -> new TreeSet<>()).add(place.next());
    }
    Set<TopicPartition> unwanted = new HashSet<>(positions.keySet());
    unwanted.removeAll(wanted.keySet());
    consumer.pause(unwanted);
    consumer.resume(wanted.keySet());
    wanted.forEach(
        (partition, nexts) -> {
          Long here = positions.get(partition);
          if (here != null) {
            long next = choose(partition, here, nexts);
            if (next != here) {
              seek(consumer, partition, next);
            }
          }
        });
  }

  /**
   * The place whose turn it is: the next one behind the consumer, and after the last one the first
   * one again, so each has a turn. A place keeps its turn until its records come. One at the end
   * waits for the others.
   */
  private long choose(TopicPartition partition, long here, NavigableSet<Long> nexts) {
    NavigableSet<Long> backlog = nexts.headSet(ends.getOrDefault(partition, Long.MAX_VALUE), false);
    if (backlog.isEmpty()) {
      return nexts.first();
    }
    Long since = chosenAt.get(partition);
    if (since != null && backlog.contains(here) && System.nanoTime() - since < PATIENCE.toNanos()) {
      return here;
    }
    Long higher = backlog.higher(here);
    return higher == null ? backlog.first() : higher;
  }

  /**
   * Drops what was fetched of a partition, and fetches it again from where the consumer is. Kafka's
   * consumer keeps a fetch that it could not read, and with it the failure, until the partition is
   * assigned again.
   */
  void fetchAgain(Consumer<?, ?> consumer, TopicPartition partition, long next) {
    Set<TopicPartition> others = new HashSet<>(positions.keySet());
    others.remove(partition);
    consumer.assign(others);
    consumer.assign(positions.keySet());
    seek(consumer, partition, next);
  }

  void seek(Consumer<?, ?> consumer, TopicPartition partition, long next) {
    consumer.seek(partition, next);
    positions.put(partition, next);
    chosenAt.put(partition, System.nanoTime());
  }
}
