package chat.writer.webhook;

import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
import org.apache.kafka.common.TopicPartition;
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
 * the backlog of another. A webhook with enough waiting events asks for nothing.
 */
final class WebhookReader extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookReader.class);

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofMillis(100);

  /**
   * While a webhook is full, so that it gets more soon after an answer; longer the longer none
   * takes anything.
   */
  private static final Duration BUSY = Duration.ofMillis(20);

  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LIVES = Duration.ofSeconds(5);

  private final boolean enabled;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final TopicId topicId;
  private final Set<Lanes> hooks = ConcurrentHashMap.newKeySet();
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final Outage outage =
      new Outage(LOG, "the events of webhooks can't be read, retrying: {}", "events are read");

  /** The offset that is read next in each partition of the consumer. */
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  private volatile @Nullable Consumer<byte[], byte[]> open;
  private String life = "";
  private long lifeAt;
  private int turn;
  private Duration busy = BUSY;

  /** The id of the topic. */
  interface TopicId {
    String get() throws InterruptedException;
  }

  /**
   * Reads for no webhook.
   *
   * @param consumers makes a consumer without a group
   */
  WebhookReader(
      WebhookSettings settings, Supplier<Consumer<byte[], byte[]>> consumers, TopicId topicId) {
    super("webhook-events", STOP_PATIENCE);
    this.enabled = settings.enabled();
    this.consumers = consumers;
    this.topicId = topicId;
  }

  /** Reads for a webhook, whose lanes may be opened and closed meanwhile. Thread-safe. */
  void add(Lanes hook) {
    hooks.add(hook);
  }

  /** Reads no more for a webhook. Thread-safe. */
  void remove(Lanes hook) {
    hooks.remove(hook);
  }

  /** The offset at which a partition ended when it was last looked at; 0 if it is not known. */
  long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
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
      LOG.debug("woken up to stop");
      return IDLE;
    } catch (RuntimeException e) {
      outage.failed(e);
      hooks.forEach(Lanes::unreadable);
      return AGAIN;
    } finally {
      open = null;
      positions.clear();
      ends.clear();
    }
  }

  private void step(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    List<List<Place>> places = inTurn();
    boolean someFull = assign(consumer, places);
    if (positions.isEmpty()) {
      boolean unused = pause(IDLE);
      return;
    }
    go(consumer, places);
    ConsumerRecords<byte[], byte[]> polled;
    try {
      polled = consumer.poll(someFull ? busy : IDLE);
    } catch (InvalidOffsetException e) {
      LOG.warn("the topic has no events any more at the offsets of {}", e.partitions());
      begin(consumer, e.partitions(), (next, end) -> next > end);
      return;
    }
    if (isAnotherLife(!polled.isEmpty())) {
      LOG.info("the topic was made again: all webhooks go on at its beginning");
      ends.clear();
      begin(consumer, Set.copyOf(positions.keySet()), (next, end) -> true);
    } else {
      Duration longer = busy.multipliedBy(2);
      busy = give(consumer, polled) ? BUSY : longer.compareTo(IDLE) < 0 ? longer : IDLE;
    }
  }

  /** Whether the topic was made again. Is asked after records, and now and then without. */
  private boolean isAnotherLife(boolean read) throws InterruptedException {
    if (!read && System.nanoTime() - lifeAt < BETWEEN_LIVES.toNanos()) {
      return false;
    }
    String former = life;
    life = topicId.get();
    lifeAt = System.nanoTime();
    return !former.isEmpty() && !former.equals(life);
  }

  /** Where all webhooks are; each step begins with another webhook. */
  private List<List<Place>> inTurn() {
    List<List<Place>> places = new ArrayList<>();
    hooks.forEach(hook -> places.add(hook.places()));
    if (!places.isEmpty()) {
      turn = (turn + 1) % places.size();
      Collections.rotate(places, -turn);
    }
    return places;
  }

  /** Follows the partitions in which webhooks are. Tells whether one of them takes nothing. */
  private boolean assign(Consumer<byte[], byte[]> consumer, List<List<Place>> places) {
    Map<TopicPartition, Long> assigned = new HashMap<>();
    boolean full = false;
    for (List<Place> ofHook : places) {
      for (Place place : ofHook) {
        assigned.putIfAbsent(place.partition(), place.next());
        full |= place.full();
      }
    }
    if (!assigned.keySet().equals(positions.keySet())) {
      consumer.assign(assigned.keySet());
      positions.keySet().retainAll(assigned.keySet());
      ends.keySet().retainAll(assigned.keySet());
      assigned.forEach(
          (partition, next) -> {
            if (!positions.containsKey(partition)) {
              seek(consumer, partition, next);
            }
          });
    }
    return full;
  }

  /** Goes to the first webhook that has a backlog in a partition, else to the partition's end. */
  private void go(Consumer<byte[], byte[]> consumer, List<List<Place>> places) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    for (List<Place> ofHook : places) {
      for (Place place : ofHook) {
        if (!place.full()) {
          wanted.merge(place.partition(), place.next(), (first, other) -> chosen(place, first));
        }
      }
    }
    Set<TopicPartition> unwanted = new HashSet<>(positions.keySet());
    unwanted.removeAll(wanted.keySet());
    consumer.pause(unwanted);
    consumer.resume(wanted.keySet());
    wanted.forEach(
        (partition, next) -> {
          if (!next.equals(positions.get(partition))) {
            seek(consumer, partition, next);
          }
        });
  }

  /** The place of the webhook whose turn it is; one that is at the end waits for the others. */
  private long chosen(Place place, long first) {
    return first < ends.getOrDefault(place.partition(), Long.MAX_VALUE)
        ? first
        : Math.min(first, place.next());
  }

  private void seek(Consumer<byte[], byte[]> consumer, TopicPartition partition, long next) {
    consumer.seek(partition, next);
    positions.put(partition, next);
  }

  /** Gives webhooks what was read. Tells whether there was anything. */
  private boolean give(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> polled) {
    boolean given = false;
    Set<TopicPartition> read = new HashSet<>(consumer.assignment());
    read.removeAll(consumer.paused());
    for (TopicPartition partition : read) {
      long from = positions.getOrDefault(partition, 0L);
      long to = consumer.position(partition, KAFKA_TIMEOUT);
      consumer.currentLag(partition).ifPresent(lag -> ends.merge(partition, to + lag, Math::max));
      if (to > from) {
        EventRange range = new EventRange(partition, from, to, events(polled.records(partition)));
        hooks.forEach(hook -> hook.take(range));
        positions.put(partition, to);
        given = true;
      }
    }
    return given;
  }

  private static List<WebhookEvent> events(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().filter(record -> record.value() != null).map(WebhookEvent::of).toList();
  }

  private interface Elsewhere {
    boolean test(long next, long end);
  }

  /**
   * Moves webhooks to the beginning of partitions, if they are before it or elsewhere. Events that
   * the topic has no more are not delivered; the log tells of them.
   */
  private void begin(
      Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, Elsewhere elsewhere) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, KAFKA_TIMEOUT);
    consumer
        .beginningOffsets(partitions, KAFKA_TIMEOUT)
        .forEach(
            (partition, begin) -> {
              long end = ends.getOrDefault(partition, begin);
              seek(consumer, partition, begin);
              hooks.forEach(
                  hook ->
                      hook.move(
                          partition, next -> next < begin || elsewhere.test(next, end), begin));
            });
  }
}
