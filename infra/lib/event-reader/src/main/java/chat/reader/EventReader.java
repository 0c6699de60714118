package chat.reader;

import chat.contract.log.Seq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of rooms from Kafka, each once and in the order of its room: from {@code
 * chat.events} ({@link #ofStream}), or from the log beneath it ({@link #ofLog}).
 *
 * <pre>{@code
 * Map<String, Object> kafka = Map.of("bootstrap.servers", "localhost:9092");
 * try (EventReader reader = EventReader.ofStream(kafka, ReadFrom.beginning())) {
 *   while (true) {
 *     for (PlacedEvent event : reader.poll(Duration.ofSeconds(1))) {
 *       event.event().ifPresent(it -> System.out.println(event.seq() + " " + it));
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p><b>Each event's effect exactly once.</b> Store {@link #positions} in the transaction in which
 * the effects are stored, and begin there again. What is stored and where reading goes on then
 * never differ:
 *
 * <pre>{@code
 * ReadFrom from = stored == null ? ReadFrom.beginning()
 *     : ReadFrom.positions(EventPositions.parse(stored));
 * try (EventReader reader = EventReader.ofStream(kafka, from)) {
 *   while (true) {
 *     List<PlacedEvent> events = reader.poll(Duration.ofSeconds(1));
 *     store.inTransaction(rows -> {
 *       events.forEach(rows::add);
 *       rows.setPositions(reader.positions().toString());
 *     });
 *   }
 * }
 * }</pre>
 *
 * <p><b>At least once.</b> Without transactions, handle first and {@link #commit} afterwards. After
 * a crash the events since the last commit come again, each with the same room and seq. A write by
 * (room, seq) makes that harmless:
 *
 * <pre>{@code
 * kafka.put("group.id", "my-group");
 * try (EventReader reader =
 *     EventReader.ofStream(kafka, ReadFrom.committed(ReadFrom.beginning()))) {
 *   while (true) {
 *     reader.poll(Duration.ofSeconds(1)).forEach(event -> index.put(event.room(), event.seq(), event));
 *     reader.commit();
 *   }
 * }
 * }</pre>
 *
 * <p>A reader reads all partitions of its rooms; it does not share them with other readers of its
 * group. Memory is bounded by the fetches: 16 MiB at most for each broker unless the settings say
 * otherwise, and 500 events a poll. A reader of the log also keeps a window of 16,384 identities
 * for each partition. Not thread-safe.
 */
public final class EventReader implements AutoCloseable {

  private final EventSource source;
  private final TopicLife topic;
  private final TopicLife.Now life;
  private final Consumer<byte[], byte[]> consumer;
  private final Set<TopicPartition> partitions;
  private final SortedMap<Integer, Long> next;
  private RoomChains chains;

  /** Records that were fetched and whose events are not given yet: a call before failed. */
  private @Nullable ConsumerRecords<byte[], byte[]> pending;

  private EventReader(Map<String, ?> kafka, EventSource source, ReadFrom from, Set<String> rooms) {
    RoomChains.check(rooms, from);
    Map<String, Object> settings = ConsumerSettings.of(kafka);
    this.source = source;
    this.topic = new TopicLife(settings, source.topic());
    this.consumer = consumer(settings);
    try {
      this.life = topic.now();
      RoomChains wanted = new RoomChains(rooms, Map.of());
      this.partitions =
          wanted.partitions(life.partitions()).stream()
              .map(number -> new TopicPartition(source.topic(), number))
              .collect(Collectors.toSet());
      consumer.assign(partitions);
      Start start = new Start(settings, consumer, source, life, rooms, partitions);
      EventPositions positions = start.find(from);
      this.next = new TreeMap<>(positions.offsets());
      this.chains = new RoomChains(rooms, positions.after());
      partitions.forEach(partition -> seek(partition, start.begin(partition)));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Reads {@code chat.events}: all rooms, or those of {@link ReadFrom#after} or of the positions.
   *
   * @param kafka settings of a Kafka consumer: {@code bootstrap.servers}, and what else it needs
   * @throws PositionGone if the topic does not have the events of that position any more
   * @throws KafkaException if the topic or the brokers can't be reached
   */
  public static EventReader ofStream(Map<String, ?> kafka, ReadFrom from) {
    return ofStream(kafka, from, RoomChains.named(from));
  }

  /**
   * Reads the events of some rooms from {@code chat.events}.
   *
   * @param rooms at most 1,000; the reader proves that between their events none is missing. If
   *     {@code from} names rooms, only those of them
   */
  public static EventReader ofStream(Map<String, ?> kafka, ReadFrom from, Set<String> rooms) {
    return new EventReader(kafka, new ResolvedSource(), from, rooms);
  }

  /**
   * Reads {@code chat.messages}, with the verdicts of the gateways on duplicates and void records:
   * without the delay of the stream, and without {@code prev}.
   *
   * @param epoch the epoch of the topic's id in the table {@code log_epochs}; 1 unless the topic
   *     was deleted and created again
   */
  public static EventReader ofLog(Map<String, ?> kafka, int epoch, ReadFrom from) {
    return ofLog(kafka, epoch, from, RoomChains.named(from));
  }

  /** Reads the events of some rooms from {@code chat.messages}. */
  public static EventReader ofLog(
      Map<String, ?> kafka, int epoch, ReadFrom from, Set<String> rooms) {
    return new EventReader(kafka, new LogSource(epoch), from, rooms);
  }

  /**
   * The next events. Blocks until there are some, but not longer than for the given time.
   *
   * @return in the order of each room; empty if there are none yet
   * @throws PositionGone if the next events are not in the topic any more
   * @throws KafkaException if the brokers can't be read, as Kafka's consumer throws it
   * @throws IllegalStateException if a record was not written by the system. After each exception
   *     {@link #positions} are those before this call, and the next call gives the same events
   */
  public List<PlacedEvent> poll(Duration atMost) {
    ConsumerRecords<byte[], byte[]> records =
        Objects.requireNonNullElseGet(pending, () -> fetch(atMost));
    SortedMap<Integer, Long> reached = reached();
    if (records.isEmpty() && reached.equals(next)) {
      return List.of();
    }
    pending = records;
    checkLife();
    RoomChains following = chains.copy();
    List<PlacedEvent> events = new ArrayList<>(records.count());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      source
          .accept(record)
          .filter(event -> following.wants(event.room(), event.seq()))
          .ifPresent(event -> events.add(follow(following, event)));
    }
    pending = null;
    next.putAll(reached);
    chains = following;
    return events;
  }

  /** The positions after the events of the last {@link #poll}. */
  public EventPositions positions() {
    return new EventPositions(source.topic(), life.id(), next, chains.last());
  }

  /**
   * The positions after what is in the topic now. {@link EventPositions#reached} tells when a
   * reader is there: a job can so read everything until now, and stop.
   */
  public EventPositions end() {
    SortedMap<Integer, Long> ends = new TreeMap<>();
    consumer
        .endOffsets(partitions)
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return positions().with(ends);
  }

  /**
   * Commits {@link #positions} for the {@code group.id} of the settings. A group keeps the offsets,
   * without the last seq of named rooms. It belongs to one set of rooms: another set is refused, as
   * the commits say nothing of its rooms.
   *
   * @throws KafkaException if the brokers do not take it
   */
  public void commit() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    String metadata = CommitMetadata.of(life.id(), chains.last().keySet());
    next.forEach(
        (partition, offset) ->
            offsets.put(
                new TopicPartition(source.topic(), partition),
                new OffsetAndMetadata(offset, metadata)));
    consumer.commitSync(offsets);
  }

  @Override
  public void close() {
    try {
      consumer.close();
    } finally {
      topic.close();
    }
  }

  private Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    try {
      return new KafkaConsumer<>(
          settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (RuntimeException e) {
      topic.close();
      throw e;
    }
  }

  private void seek(TopicPartition partition, long begin) {
    int number = partition.partition();
    long from = Objects.requireNonNull(next.get(number));
    consumer.seek(partition, source.open(number, life.partitions(), from, begin));
  }

  private ConsumerRecords<byte[], byte[]> fetch(Duration atMost) {
    try {
      return consumer.poll(atMost);
    } catch (OffsetOutOfRangeException e) {
      checkLife();
      SortedMap<Integer, Long> first = new TreeMap<>(next);
      consumer
          .beginningOffsets(e.offsetOutOfRangePartitions().keySet())
          .forEach((partition, begin) -> first.put(partition.partition(), begin));
      throw new PositionGone(
          "not in the topic any more: " + e.offsetOutOfRangePartitions(), positions().with(first));
    }
  }

  /** The offset before which everything was read, never one before the first wanted event. */
  private SortedMap<Integer, Long> reached() {
    SortedMap<Integer, Long> reached = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      int number = partition.partition();
      long from = Objects.requireNonNull(next.get(number));
      reached.put(number, Math.max(from, consumer.position(partition)));
    }
    return reached;
  }

  /** Records that were read before this call are of the life in which the reader was opened. */
  private void checkLife() {
    TopicLife.Now now = topic.now();
    if (!now.equals(life)) {
      SortedMap<Integer, Long> first = new TreeMap<>();
      next.keySet().forEach(partition -> first.put(partition, 0L));
      throw new PositionGone(
          "topic %s was deleted and created again: its id is %s, not %s"
              .formatted(source.topic(), now.id(), life.id()),
          new EventPositions(source.topic(), now.id(), first, chains.last()));
    }
  }

  private PlacedEvent follow(RoomChains following, PlacedEvent event) {
    if (following.breaksAt(event)) {
      long prev = Objects.requireNonNullElse(event.prev(), Seq.NONE);
      throw new PositionGone(
          "room %s: events before seq %d are not in the topic (expected: the one after seq %d)"
              .formatted(event.room(), event.seq(), following.last().get(event.room())),
          positions().with(event.room(), prev));
    }
    following.add(event);
    return event;
  }
}
