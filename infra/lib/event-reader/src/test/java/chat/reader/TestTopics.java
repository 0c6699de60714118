package chat.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.CloudEventHeaders;
import chat.contract.log.Condition;
import chat.contract.log.EventFrame;
import chat.contract.log.Identity;
import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import chat.contract.log.Topic;
import chat.infra.devstack.Backends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The log and the resolved stream at a broker, with the records that the system writes. */
final class TestTopics implements AutoCloseable {

  static final int PARTITIONS = 2;
  private static final Author ANN = new Author("u1", "ann");

  private final String brokers = Backends.shared().kafka();
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", brokers));
  private final KafkaProducer<byte[], byte[]> writer = producer(Map.of("transactional.id", "w"));
  private final KafkaProducer<byte[], byte[]> gateway = producer(Map.of("acks", "all"));
  private final Map<String, Long> last = new HashMap<>();
  private final List<String> frames = new ArrayList<>();
  private long offset;

  TestTopics() {
    writer.initTransactions();
  }

  /** Settings of a consumer. */
  Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", brokers);
  }

  /** Makes a topic, and deletes the one that was there. */
  void make(String topic) throws Exception {
    drop(topic);
    NewTopic made = new NewTopic(topic, PARTITIONS, (short) 1);
    made.configs(Map.of("message.timestamp.type", "LogAppendTime"));
    while (true) {
      try {
        admin.createTopics(List.of(made)).all().get(30, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException e) {
        assertThat(e).as("not deleted yet").hasCauseInstanceOf(TopicExistsException.class);
      }
    }
  }

  /** Deletes a topic if it is there. */
  void drop(String topic) throws Exception {
    try {
      admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  /** Publishes messages in one transaction, as the writer does. */
  void publish(String room, String... ids) throws Exception {
    publish(Seq.of(1, offset), room, ids);
  }

  /**
   * Publishes messages in one transaction.
   *
   * @param seq of the first
   */
  void publish(long seq, String room, String... ids) throws Exception {
    writer.beginTransaction();
    offset = Seq.offset(seq);
    for (String id : ids) {
      writer.send(resolved(room, id, Seq.of(1, offset++))).get(30, TimeUnit.SECONDS);
    }
    writer.commitTransaction();
    awaitMarkers();
  }

  /** Publishes messages in a transaction that is aborted. */
  void abort(String room, String id) throws Exception {
    Optional<Long> before = Optional.ofNullable(last.get(room));
    writer.beginTransaction();
    writer.send(resolved(room, id, Seq.of(1, offset))).get(30, TimeUnit.SECONDS);
    writer.abortTransaction();
    awaitMarkers();
    before.ifPresentOrElse(seq -> last.put(room, seq), () -> last.remove(room));
    frames.remove(frames.size() - 1);
  }

  /** A transaction ends for readers a moment after it ended for the writer. */
  private void awaitMarkers() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                ends(IsolationLevel.READ_COMMITTED).equals(ends(IsolationLevel.READ_UNCOMMITTED)));
  }

  private Map<Integer, Long> ends(IsolationLevel level) throws Exception {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int i = 0; i < PARTITIONS; i++) {
      latest.put(new TopicPartition(Topic.EVENTS, i), OffsetSpec.latest());
    }
    Map<Integer, Long> ends = new HashMap<>();
    admin
        .listOffsets(latest, new ListOffsetsOptions(level))
        .all()
        .get(30, TimeUnit.SECONDS)
        .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    return ends;
  }

  /** The published values. */
  List<String> frames() {
    return frames;
  }

  /** The seq of the last event of a room. */
  long last(String room) {
    return last.getOrDefault(room, 0L);
  }

  private ProducerRecord<byte[], byte[]> resolved(String room, String id, long seq) {
    byte[] value =
        EventFrame.of(RoomEventCodec.encode(message(room, id)), seq, last.getOrDefault(room, 0L));
    last.put(room, seq);
    frames.add(new String(value, UTF_8));
    ProducerRecord<byte[], byte[]> record = record(Topic.EVENTS, room, value);
    CloudEventHeaders.write(
        record.headers()::add,
        room,
        Message.TYPE,
        seq,
        System.currentTimeMillis(),
        id.getBytes(UTF_8));
    return record;
  }

  /** Appends a message to the log; of messages with one id only the first counts. */
  long say(String room, String id) throws Exception {
    return append(message(room, id), null);
  }

  /** Deletes a message and edits it, both decided before the deletion: the edit is void. */
  void deleteAndEditAtOnce(String room, long target) throws Exception {
    long asOf = Seq.offset(target) + 1;
    append(new Deleted(room, "d", ANN, target, 2), asOf);
    append(new Edited(room, "e", ANN, target, "late", List.of(), 3), asOf);
  }

  private long append(RoomEvent event, @Nullable Long asOf) throws Exception {
    ProducerRecord<byte[], byte[]> record =
        record(Topic.MESSAGES, event.room(), RoomEventCodec.encode(event));
    RecordHeaders.write(record.headers()::add, event.id(), event.type());
    record
        .headers()
        .add(RecordHeaders.IDENTITY, Identity.of(event.room(), "u1", event.id(), 7).toBytes());
    if (asOf != null) {
      record.headers().add(RecordHeaders.CONDITION, Condition.of(asOf, event).toBytes());
    }
    return Seq.of(1, gateway.send(record).get(30, TimeUnit.SECONDS).offset());
  }

  /** Appends a record that the system does not write. */
  void foreign(String room) throws Exception {
    gateway.send(record(Topic.EVENTS, room, "{}".getBytes(UTF_8))).get(30, TimeUnit.SECONDS);
  }

  /** Removes the records of a room's partition before an offset, as the retention does. */
  void forget(String topic, String room, long before) throws Exception {
    admin
        .deleteRecords(
            Map.of(
                new TopicPartition(topic, RoomPartition.of(room, PARTITIONS)),
                RecordsToDelete.beforeOffset(before)))
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  private static Message message(String room, String id) {
    return new Message(room, id, ANN, "text of " + id, 1, null, List.of(), List.of());
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String room, byte[] value) {
    int partition = RoomPartition.of(room, PARTITIONS);
    return new ProducerRecord<>(topic, partition, room.getBytes(UTF_8), value);
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", brokers);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void close() {
    writer.close();
    gateway.close();
    admin.close();
  }
}
