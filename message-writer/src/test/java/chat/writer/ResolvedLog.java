package chat.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Condition;
import chat.contract.log.Identity;
import chat.contract.log.PartitionEvents;
import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import chat.contract.log.Topic;
import chat.writer.redaction.RedactedTwin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The room log and the resolved stream at a broker: appends to the one, and reads both. */
final class ResolvedLog implements AutoCloseable {

  private static final Author ANN = new Author("u1", "ann");
  private static final int PARTITIONS = RoomOfLog.PARTITIONS;

  private final String brokers;
  private final KafkaProducer<byte[], byte[]> producer;

  ResolvedLog(String brokers) {
    this.brokers = brokers;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Waits until all records that were sent are in the log. */
  void flush() {
    producer.flush();
  }

  /** Appends a message; of messages with one id only the first counts. */
  Future<RecordMetadata> say(String room, String id) {
    return append(new Message(room, id, ANN, "text of " + id, 1, null, List.of(), List.of()), 0);
  }

  /** Deletes a message and edits it, both decided before the deletion: the edit is void. */
  void deleteAndEditAtOnce(String room, String id, long target, long asOf) throws Exception {
    append(new Deleted(room, id + "-deleted", ANN, target, 2), asOf).get(30, TimeUnit.SECONDS);
    append(new Edited(room, id + "-edited", ANN, target, "late", List.of(), 3), asOf)
        .get(30, TimeUnit.SECONDS);
  }

  private Future<RecordMetadata> append(RoomEvent event, long asOf) {
    byte @Nullable [] condition =
        event instanceof Message ? null : Condition.of(asOf, event).toBytes();
    return append(event.room(), event.id(), event.type(), RoomEventCodec.encode(event), condition);
  }

  /** Appends any value. */
  Future<RecordMetadata> append(
      String room, String id, String type, byte[] value, byte @Nullable [] condition) {
    ProducerRecord<byte[], byte[]> log =
        new ProducerRecord<>(
            Topic.MESSAGES, RoomPartition.of(room, PARTITIONS), room.getBytes(UTF_8), value);
    RecordHeaders.write(log.headers()::add, id, type);
    log.headers().add(RecordHeaders.IDENTITY, Identity.of(room, "u1", id, 7).toBytes());
    if (condition != null) {
      log.headers().add(RecordHeaders.CONDITION, condition);
    }
    log.headers().add(RecordHeaders.TRACEPARENT, ("00-" + id).getBytes(UTF_8));
    return producer.send(log);
  }

  /** The stream of a room as it has to be: judged and linked from the log's beginning. */
  List<String> expected(String room, int epoch) {
    return of(room, expected(List.of(room), epoch));
  }

  /** The same for several rooms, by one reading of the log. */
  Map<String, List<String>> expected(Collection<String> rooms, int epoch) {
    Map<Integer, PartitionEvents> judges = new HashMap<>();
    Map<String, Long> last = new HashMap<>();
    Map<String, List<String>> frames = new HashMap<>();
    read(
        Topic.MESSAGES,
        rooms,
        record ->
            judges
                .computeIfAbsent(record.partition(), n -> new PartitionEvents(n, PARTITIONS, 0))
                .accept(record.offset(), record.key(), record.value(), name -> header(record, name))
                .ifPresent(
                    event -> {
                      String room = event.room();
                      if (room == null || !rooms.contains(room)) {
                        return;
                      }
                      long seq = Seq.of(epoch, record.offset());
                      Long prev = last.put(room, seq);
                      String value = new String(event.value(), UTF_8);
                      add(
                          frames,
                          room,
                          "{\"seq\":%d,\"prev\":%d,%s"
                              .formatted(seq, prev == null ? 0 : prev, value.substring(1)));
                    }));
    return frames;
  }

  /** The redacted twins of rooms as they have to be: made from what a plain consumer reads. */
  Map<String, List<String>> expectedTwins(Collection<String> rooms, RedactedTwin twin) {
    Map<String, List<String>> twins = new HashMap<>();
    read(
        Topic.EVENTS,
        rooms,
        record -> {
          String room = key(record.key());
          if (rooms.contains(room)) {
            add(twins, room, shown(beside(twin, record)));
          }
        });
    return twins;
  }

  /** What a plain consumer reads of the twins of rooms, with partitions and headers. */
  Map<String, List<String>> twins(Collection<String> rooms, RedactedTwin twin) {
    Map<String, String> pseudonyms = new HashMap<>();
    for (String room : rooms) {
      ProducerRecord<byte[], byte[]> any =
          new ProducerRecord<>(
              Topic.EVENTS, 0, room.getBytes(UTF_8), "{\"seq\":1,\"prev\":0,}".getBytes(UTF_8));
      pseudonyms.put(key(twin.beside(List.of(any)).get(1).key()), room);
    }
    Map<String, List<String>> twins = new HashMap<>();
    read(
        Topic.EVENTS_REDACTED,
        rooms,
        record -> {
          String room = pseudonyms.get(key(record.key()));
          if (room != null) {
            add(twins, room, shown(copy(record)));
          }
        });
    return twins;
  }

  private static ProducerRecord<byte[], byte[]> beside(
      RedactedTwin twin, ConsumerRecord<byte[], byte[]> event) {
    return twin.beside(List.of(copy(event))).get(1);
  }

  private static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  private static String shown(ProducerRecord<byte[], byte[]> record) {
    StringBuilder shown = new StringBuilder();
    shown.append(record.partition()).append(' ').append(key(record.key()));
    record.headers().forEach(it -> shown.append(' ').append(it.key()).append('=').append(text(it)));
    return shown.append(' ').append(new String(record.value(), UTF_8)).toString();
  }

  private static String key(byte[] key) {
    return new String(key, UTF_8);
  }

  private static String text(Header header) {
    return new String(header.value(), UTF_8);
  }

  private static <T> void add(Map<String, List<T>> lists, String room, T element) {
    lists.computeIfAbsent(room, any -> new ArrayList<>()).add(element);
  }

  private static <T> List<T> of(String room, Map<String, List<T>> lists) {
    return lists.getOrDefault(room, List.of());
  }

  /** The values that a plain consumer reads of a room. */
  List<String> published(String room) {
    return of(room, published(List.of(room)));
  }

  /** The same for several rooms, by one reading of the stream. */
  Map<String, List<String>> published(Collection<String> rooms) {
    Map<String, List<String>> values = new HashMap<>();
    records(rooms)
        .forEach(record -> add(values, key(record.key()), new String(record.value(), UTF_8)));
    return values;
  }

  /** The records that a plain consumer reads of a room. */
  List<ConsumerRecord<byte[], byte[]>> records(String room) {
    return records(List.of(room));
  }

  private List<ConsumerRecord<byte[], byte[]>> records(Collection<String> rooms) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    read(
        Topic.EVENTS,
        rooms,
        record -> {
          if (rooms.contains(key(record.key()))) {
            records.add(record);
          }
        });
    return records;
  }

  /** Reads the partitions of rooms once, with all other rooms in them, up to their present ends. */
  private void read(
      String topic, Collection<String> rooms, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Set<TopicPartition> partitions =
        rooms.stream()
            .map(room -> new TopicPartition(topic, RoomPartition.of(room, PARTITIONS)))
            .collect(Collectors.toSet());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(each);
      }
    }
  }

  private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }

  @Override
  public void close() {
    producer.close();
  }
}
