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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
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
    int number = RoomPartition.of(room, PARTITIONS);
    PartitionEvents events = new PartitionEvents(number, PARTITIONS, 0);
    Map<String, Long> last = new HashMap<>();
    List<String> frames = new ArrayList<>();
    read(
        Topic.MESSAGES,
        number,
        record ->
            events
                .accept(record.offset(), record.key(), record.value(), name -> header(record, name))
                .filter(event -> room.equals(event.room()))
                .ifPresent(
                    event -> {
                      long seq = Seq.of(epoch, record.offset());
                      Long prev = last.put(room, seq);
                      String value = new String(event.value(), UTF_8);
                      frames.add(
                          "{\"seq\":%d,\"prev\":%d,%s"
                              .formatted(seq, prev == null ? 0 : prev, value.substring(1)));
                    }));
    return frames;
  }

  /** The redacted twin of a room as it has to be: made from what a plain consumer reads of it. */
  List<String> expectedTwin(String room, RedactedTwin twin) {
    List<ProducerRecord<byte[], byte[]>> events =
        records(room).stream()
            .map(
                event ->
                    new ProducerRecord<>(
                        event.topic(),
                        event.partition(),
                        event.timestamp(),
                        event.key(),
                        event.value(),
                        event.headers()))
            .toList();
    List<ProducerRecord<byte[], byte[]>> both = twin.beside(events);
    return both.subList(events.size(), both.size()).stream()
        .map(record -> shown(record.partition(), record.key(), record.value(), record.headers()))
        .toList();
  }

  /** What a plain consumer reads of the twin of a room, with partitions and headers. */
  List<String> twin(String room, RedactedTwin twin) {
    List<String> keys = new ArrayList<>();
    ProducerRecord<byte[], byte[]> any =
        new ProducerRecord<>(
            Topic.EVENTS, 0, room.getBytes(UTF_8), "{\"seq\":1,\"prev\":0,}".getBytes(UTF_8));
    twin.beside(List.of(any)).forEach(record -> keys.add(new String(record.key(), UTF_8)));
    List<String> records = new ArrayList<>();
    read(
        Topic.EVENTS_REDACTED,
        RoomPartition.of(room, PARTITIONS),
        record -> {
          if (keys.get(1).equals(new String(record.key(), UTF_8))) {
            records.add(shown(record.partition(), record.key(), record.value(), record.headers()));
          }
        });
    return records;
  }

  private static String shown(int partition, byte[] key, byte[] value, Headers headers) {
    StringBuilder shown = new StringBuilder();
    shown.append(partition).append(' ').append(new String(key, UTF_8));
    headers.forEach(it -> shown.append(' ').append(it.key()).append('=').append(text(it)));
    return shown.append(' ').append(new String(value, UTF_8)).toString();
  }

  private static String text(Header header) {
    return new String(header.value(), UTF_8);
  }

  /** The values that a plain consumer reads of a room. */
  List<String> published(String room) {
    return records(room).stream().map(record -> new String(record.value(), UTF_8)).toList();
  }

  /** The records that a plain consumer reads of a room. */
  List<ConsumerRecord<byte[], byte[]>> records(String room) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    read(
        Topic.EVENTS,
        RoomPartition.of(room, PARTITIONS),
        record -> {
          if (room.equals(new String(record.key(), UTF_8))) {
            records.add(record);
          }
        });
    return records;
  }

  private void read(String topic, int number, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    TopicPartition partition = new TopicPartition(topic, number);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).records(partition).forEach(each);
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
