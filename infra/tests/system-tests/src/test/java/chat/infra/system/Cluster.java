package chat.infra.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.ConsumerGroups;
import chat.contract.log.Identity;
import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An operator's changes of the cluster itself, and other producers' writes to the log. */
final class Cluster implements AutoCloseable {

  private static final int PARTITIONS = 24;
  private static final long SECONDS = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Admin admin;
  private final String address;

  Cluster(String address) {
    this.address = address;
    this.admin = Admin.create(Map.of("bootstrap.servers", address));
  }

  /** Appends messages of another room to the partition of a room. */
  void fillPartitionOf(String room, int count) throws Exception {
    int partition = RoomPartition.of(room, PARTITIONS);
    String neighbour =
        Stream.generate(() -> "filler-" + UUID.randomUUID())
            .filter(name -> RoomPartition.of(name, PARTITIONS) == partition)
            .findFirst()
            .orElseThrow();
    say(neighbour, "x", count);
  }

  /** Appends messages of the same content to a room. */
  void say(String room, String content, int count) {
    Author author = new Author("filler", "filler");
    append(
        room,
        count,
        i -> new Message(room, "f" + i, author, content, 1, null, List.of(), List.of()));
  }

  /** Lets a user add and remove a reaction, again and again. */
  void toggle(String room, long message, int count) {
    Author author = new Author("filler", "filler");
    append(room, count, i -> new Reaction(room, "r" + i, author, message, "+1", i % 2 == 1, 1));
  }

  private void append(String room, int count, IntFunction<RoomEvent> event) {
    int partition = RoomPartition.of(room, PARTITIONS);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", address, "acks", "all", "linger.ms", 20),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        var unused = producer.send(record(event.apply(i), partition));
      }
      producer.flush();
    }
  }

  private static ProducerRecord<String, byte[]> record(RoomEvent event, int partition) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.MESSAGES, partition, event.room(), RoomEventCodec.encode(event));
    record
        .headers()
        .add(RecordHeaders.ID, event.id().getBytes(UTF_8))
        .add(RecordHeaders.TYPE, event.type().getBytes(UTF_8))
        .add(RecordHeaders.IDENTITY, Identity.of(event, 1).toBytes());
    return record;
  }

  /** Waits until the whole log is in the tables. */
  void awaitWritten() {
    await().atMost(PATIENCE).until(this::isWritten);
  }

  private boolean isWritten() throws Exception {
    Map<TopicPartition, OffsetSpec> all =
        IntStream.range(0, PARTITIONS)
            .mapToObj(number -> new TopicPartition(Topic.MESSAGES, number))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(ConsumerGroups.WRITER)
            .partitionsToOffsetAndMetadata()
            .get(SECONDS, TimeUnit.SECONDS);
    return admin.listOffsets(all).all().get(SECONDS, TimeUnit.SECONDS).entrySet().stream()
        .filter(end -> end.getValue().offset() > 0)
        .allMatch(
            end ->
                committed.containsKey(end.getKey())
                    && Objects.requireNonNull(committed.get(end.getKey())).offset()
                        >= end.getValue().offset());
  }

  /** Deletes the room log's topic and makes it again. */
  void makeAnew() throws Exception {
    admin.deleteTopics(List.of(Topic.MESSAGES)).all().get(SECONDS, TimeUnit.SECONDS);
    NewTopic topic = new NewTopic(Topic.MESSAGES, PARTITIONS, (short) 1);
    topic.configs(
        Map.of("message.timestamp.type", "LogAppendTime", "max.message.bytes", "1048576"));
    while (true) {
      try {
        admin.createTopics(List.of(topic)).all().get(SECONDS, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
