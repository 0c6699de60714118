package chat.writer.webhook;

import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the resolved stream for all webhooks of a process, with one consumer: so what is fetched
 * ahead takes the same memory for a hundred webhooks as for one, and webhooks that are at the same
 * place get the same records.
 *
 * <p>It reads a partition where a webhook is that takes events; all others that are there get them
 * too. Webhooks that are at different places get their turn one after the other, so none waits for
 * the backlog of another. A webhook with enough waiting events asks for nothing. Records that can't
 * be read hold up the webhooks that are before them, in their partition.
 */
final class WebhookReader extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookReader.class);

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofMillis(100);

  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Between two looks at the topic's id and ends. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** After a look without an answer, for which all webhooks waited. */
  private static final Duration AFTER_FAILED_LOOK = Duration.ofSeconds(30);

  private static final Duration LOOK_TIMEOUT = Duration.ofMillis(500);

  /** Between two tries of records that can't be read. */
  private static final Duration UNREADABLE_REST = Duration.ofSeconds(5);

  private final boolean enabled;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final TopicId topicId;
  private final Set<Lanes> hooks = ConcurrentHashMap.newKeySet();
  private final Outage outage =
      new Outage(LOG, "the events of webhooks can't be read, retrying: {}", "events are read");

  private final ReaderPositions positions = new ReaderPositions();
  private final UnreadablePlaces unreadable = new UnreadablePlaces(UNREADABLE_REST);

  /** Since the places of the webhooks were asked for, one of them takes events again. */
  private volatile boolean roomy;

  private volatile @Nullable Consumer<byte[], byte[]> open;
  private volatile boolean polling;
  private long lookedAt = System.nanoTime() - BETWEEN_LOOKS.toNanos();

  /** The id of the topic. */
  interface TopicId {
    String get() throws InterruptedException;
  }

  /**
   * Reads for no webhook.
   *
   * @param consumers makes a consumer without a group
   * @param bytes the bound on what waits in all webhooks
   */
  WebhookReader(
      WebhookSettings settings,
      Supplier<Consumer<byte[], byte[]>> consumers,
      TopicId topicId,
      WaitingBytes bytes) {
    super("webhook-events", STOP_PATIENCE);
    this.enabled = settings.enabled();
    this.consumers = consumers;
    this.topicId = topicId;
    bytes.onRoom(this::takeMore);
  }

  /** Reads for a webhook, whose lanes may be opened and closed meanwhile. Thread-safe. */
  void add(Lanes hook) {
    hook.onRoom(this::takeMore);
    hooks.add(hook);
  }

  /** Reads no more for a webhook. Thread-safe. */
  void remove(Lanes hook) {
    hooks.remove(hook);
  }

  /** The offset at which a partition ended when it was last looked at; 0 if it is not known. */
  long end(TopicPartition partition) {
    return positions.end(partition);
  }

  /** Number of places of the stream whose records can't be read. Thread-safe. */
  int unreadable() {
    return unreadable.count();
  }

  /** A webhook has room again: a poll that does not read its partition has to end. */
  private void takeMore() {
    roomy = true;
    if (polling) {
      wakeUp();
    }
  }

  @Override
  public boolean isAutoStartup() {
    return enabled;
  }

  @Override
  protected void wakeUp() {
    Consumer<byte[], byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  @Override
  protected Duration round() throws InterruptedException {
    if (hooks.isEmpty()) {
      unreadable.keepOnly(List.of());
      return IDLE;
    }
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      open = consumer;
      while (isRunning() && !hooks.isEmpty()) {
        step(consumer);
        outage.over();
      }
      return IDLE;
    } catch (WakeupException e) {
      LOG.debug("woken up while webhooks were moved", e);
      return Duration.ZERO;
    } catch (RuntimeException e) {
      outage.failed(e);
      hooks.forEach(Lanes::unreadable);
      return AGAIN;
    } finally {
      open = null;
      positions.clear();
    }
  }

  private void step(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    roomy = false;
    List<Place> places = hooks.stream().flatMap(hook -> hook.places().stream()).toList();
    positions.assign(consumer, places);
    unreadable.keepOnly(places);
    if (positions.isEmpty()) {
      boolean unused = pause(IDLE);
      return;
    }
    try {
      if (!look(consumer)) {
        positions.go(consumer, places.stream().filter(this::isWanted).toList());
        give(consumer, poll(consumer));
      }
    } catch (WakeupException e) {
      LOG.debug("woken up to stop, or as a webhook takes events again");
    } catch (InvalidOffsetException e) {
      LOG.warn("the topic has no events any more at the offsets of {}", e.partitions());
      begin(consumer, e.partitions(), "");
    }
  }

  private boolean isWanted(Place place) {
    return !place.full() && !unreadable.rests(place.partition(), place.next());
  }

  private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer) {
    polling = true;
    try {
      return consumer.poll(roomy ? Duration.ZERO : IDLE);
    } catch (WakeupException | InterruptException | InvalidOffsetException e) {
      throw e;
    } catch (KafkaException e) {
      TopicPartition partition = UnreadablePlaces.find(e, positions.partitions());
      if (partition == null) {
        throw e;
      }
      leave(consumer, partition, e);
      return ConsumerRecords.empty();
    } finally {
      polling = false;
    }
  }

  /** The records of a partition can't be read where the consumer is. */
  private void leave(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, RuntimeException reason) {
    Long next = positions.find(partition);
    if (next != null) {
      positions.fetchAgain(consumer, partition, next);
      unreadable.add(partition, next, reason);
      hooks.forEach(hook -> hook.unreadable(partition, next));
    }
  }

  /**
   * Now and then learns the ends of partitions, also of paused ones, and whether the topic was made
   * again. While the broker does not answer, it looks later.
   *
   * @return whether webhooks were moved
   */
  private boolean look(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    if (System.nanoTime() - lookedAt < BETWEEN_LOOKS.toNanos()) {
      return false;
    }
    lookedAt = System.nanoTime();
    try {
      String life = topicId.get();
      Set<TopicPartition> earlier = new HashSet<>();
      hooks.forEach(hook -> earlier.addAll(hook.ofOtherLives(life)));
      earlier.retainAll(positions.partitions());
      if (!earlier.isEmpty()) {
        LOG.info("the topic was made again: webhooks go on at the beginning of {}", earlier);
        begin(consumer, earlier, life);
        return true;
      }
      consumer.endOffsets(positions.partitions(), LOOK_TIMEOUT).forEach(positions::ended);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.debug("looked at later", e);
      lookedAt = System.nanoTime() + AFTER_FAILED_LOOK.toNanos() - BETWEEN_LOOKS.toNanos();
    }
    return false;
  }

  /** Gives webhooks what was read. */
  private void give(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> polled) {
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : polled.nextOffsets().entrySet()) {
      TopicPartition partition = entry.getKey();
      Long from = positions.find(partition);
      long to = entry.getValue().offset();
      if (from != null && to > from) {
        try {
          give(new EventRange(partition, from, to, events(polled.records(partition))));
          consumer.currentLag(partition).ifPresent(lag -> positions.ended(partition, to + lag));
        } catch (RuntimeException e) {
          leave(consumer, partition, e);
        }
      }
    }
  }

  private void give(EventRange range) {
    hooks.forEach(hook -> hook.take(range));
    positions.read(range.partition(), range.to());
    unreadable.read(range.partition(), range.from());
  }

  private static List<WebhookEvent> events(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().filter(record -> record.value() != null).map(WebhookEvent::of).toList();
  }

  /**
   * Moves webhooks to the beginning of partitions, if they are before it, or in another life of the
   * topic. Events that the topic has no more are not delivered; the log tells of them.
   *
   * @param life the id of the topic; empty if it was not asked for
   */
  private void begin(
      Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, String life) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, KAFKA_TIMEOUT);
    consumer
        .beginningOffsets(partitions, KAFKA_TIMEOUT)
        .forEach(
            (partition, begin) -> {
              long end = ends.getOrDefault(partition, begin);
              positions.seek(consumer, partition, begin);
              positions.ended(partition, end);
              hooks.forEach(hook -> hook.begin(partition, begin, end, life));
            });
  }
}
