package chat.writer.webhook;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places of the stream whose records can't be read, as a corrupt batch. Webhooks that are there
 * wait, as they may lose no event; the place is tried again from time to time, because another
 * replica may become the leader. For the reader's thread, but for {@link #count}.
 */
final class UnreadablePlaces {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadablePlaces.class);

  private final Duration rest;

  /** When a place is tried again, by {@link System#nanoTime}. */
  private final Map<Offset, Long> restsUntil = new ConcurrentHashMap<>();

  private record Offset(TopicPartition partition, long next) {}

  /**
   * None.
   *
   * @param rest between two tries of a place
   */
  UnreadablePlaces(Duration rest) {
    this.rest = rest;
  }

  /**
   * The partition of which a poll says that it can't be read; null if it does not. Kafka's consumer
   * has the partition in the text only.
   */
  static @Nullable TopicPartition find(
      KafkaException failure, Collection<TopicPartition> partitions) {
    String text = String.valueOf(failure.getMessage());
    for (TopicPartition partition : partitions) {
      if (Pattern.compile("\\b" + Pattern.quote(partition.toString()) + "\\b")
          .matcher(text)
          .find()) {
        return partition;
      }
    }
    return null;
  }

  /** A place can't be read. The log says so once. */
  void add(TopicPartition partition, long next, RuntimeException reason) {
    if (restsUntil.put(new Offset(partition, next), System.nanoTime() + rest.toNanos()) == null) {
      LOG.warn(
          "the events of webhooks can't be read in {} from offset={} on, webhooks wait there: {}",
          partition,
          next,
          reason.toString(),
          reason);
    }
  }

  /** Whether a place is not tried now. */
  boolean rests(TopicPartition partition, long next) {
    Long until = restsUntil.get(new Offset(partition, next));
    return until != null && System.nanoTime() - until < 0;
  }

  /** Records were read at a place. */
  void read(TopicPartition partition, long from) {
    if (!restsUntil.isEmpty() && restsUntil.remove(new Offset(partition, from)) != null) {
      LOG.info("the events of webhooks are read again in {} from offset={} on", partition, from);
    }
  }

  /** Forgets the places at which no webhook is any more. */
  void keepOnly(Collection<Place> places) {
    if (!restsUntil.isEmpty()) {
      restsUntil
          .keySet()
          .removeIf(
              offset ->
                  places.stream()
                      .noneMatch(
                          place ->
                              place.partition().equals(offset.partition())
                                  && place.next() == offset.next()));
    }
  }

  /** Number of places. Thread-safe. */
  int count() {
    return restsUntil.size();
  }
}
