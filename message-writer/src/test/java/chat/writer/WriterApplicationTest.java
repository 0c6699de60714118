package chat.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Identity;
import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import chat.contract.log.Topic;
import chat.contract.user.UserEvent;
import chat.contract.user.UserEventCodec;
import chat.infra.devstack.Backends;
import chat.writer.log.QuickRetries;
import chat.writer.room.Effect;
import chat.writer.room.EventBatch;
import chat.writer.room.MemberCount;
import chat.writer.room.Removal;
import chat.writer.room.RoomEnd;
import chat.writer.room.RoomTables;
import chat.writer.room.StoredEvent;
import com.datastax.oss.driver.api.core.cql.Row;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole process between a real log and real tables. */
class WriterApplicationTest {

  private static final Backends BACKENDS = Backends.shared();
  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();
  private static final int EPOCH = KEYSPACE.epoch();
  private static final int PARTITIONS = 24;
  private static final KafkaProducer<byte[], byte[]> PRODUCER =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", BACKENDS.kafka(), "acks", "all"),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  private final String room = "r" + UUID.randomUUID();
  private final TopicPartition partition =
      new TopicPartition(Topic.MESSAGES, RoomPartition.of(room, PARTITIONS));

  @AfterAll
  static void close() {
    PRODUCER.close();
  }

  @Test
  void each_record_of_the_log_is_stored_once_and_then_committed() throws Throwable {
    long first = send("m-1");
    long second = send("m-2");
    send("m-1");
    long last = send("m-3");
    try (ConfigurableApplicationContext writer = start()) {
      Eventually.holds(() -> assertThat(seqs()).containsExactly(first, second, last));
      assertThat(rows().get(1).getLong("prev")).isEqualTo(first);
      assertThat(rows().get(2).getLong("prev")).isEqualTo(second);
      assertThat(value(0)).isEqualTo(new String(RoomEventCodec.encode(message("m-1")), UTF_8));
      Eventually.holds(
          () -> assertThat(KEYSPACE.committed(partition)).isEqualTo(Seq.offset(last) + 1));
      Eventually.holds(() -> assertThat(readiness(writer)).isEqualTo(200));
    }
  }

  @Test
  void a_writer_that_starts_again_knows_the_doubles_and_the_chain_from_before() throws Throwable {
    long first = send("m-1");
    try (ConfigurableApplicationContext writer = start()) {
      assertThat(writer.isRunning()).isTrue();
      Eventually.holds(
          () -> assertThat(KEYSPACE.committed(partition)).isEqualTo(Seq.offset(first) + 1));
    }
    send("m-1");
    long second = send("m-2");
    try (ConfigurableApplicationContext writer = start()) {
      assertThat(writer.isRunning()).isTrue();
      Eventually.holds(
          () -> assertThat(KEYSPACE.committed(partition)).isEqualTo(Seq.offset(second) + 1));
      assertThat(seqs()).containsExactly(first, second);
      assertThat(rows().get(1).getLong("prev")).isEqualTo(first);
    }
  }

  @Test
  void a_record_that_cannot_be_read_is_set_aside_with_its_origin_and_the_next_one_is_stored()
      throws Throwable {
    try (ConfigurableApplicationContext writer = start()) {
      assertThat(writer.isRunning()).isTrue();
      long poison = append("poison".getBytes(UTF_8), "poison-" + room);
      long oversized = append(oversized(), "oversized-" + room);
      long next = send("m-1");
      Eventually.holds(() -> assertThat(seqs()).containsExactly(poison, oversized, next));
      assertThat(rows().get(0).getString("type")).isEqualTo("unreadable");
      assertThat(rows().get(1).getString("type")).isEqualTo("unreadable");
      assertThat(rows().get(2).getLong("prev")).isEqualTo(oversized);
      Map<String, String> letter = deadLetter();
      assertThat(letter)
          .containsEntry("value", "poison")
          .containsEntry(RecordHeaders.ORIGIN_TOPIC, Topic.MESSAGES)
          .containsEntry(RecordHeaders.ORIGIN_PARTITION, "" + partition.partition())
          .containsEntry(RecordHeaders.ORIGIN_OFFSET, "" + Seq.offset(poison))
          .containsEntry(RecordHeaders.ERROR, "value: not an object with fields")
          .containsEntry(RecordHeaders.ID, "poison-" + room);
    }
  }

  @Test
  void a_record_that_names_an_erased_account_is_set_aside_without_its_value() throws Throwable {
    String user = "u" + UUID.randomUUID();
    KEYSPACE
        .session()
        .execute("INSERT INTO erased_users (part, user_id, erased_at) VALUES (0, ?, 5)", user);
    String value =
        "{\"user\":{\"id\":\"%s\",\"username\":\"eve\"},\"content\":\"se".formatted(user);
    append(value.getBytes(UTF_8), "cut-" + room);
    try (ConfigurableApplicationContext writer = start()) {
      assertThat(writer.isRunning()).isTrue();

      assertThat(deadLetter())
          .containsEntry("value", "")
          .containsEntry(
              RecordHeaders.ERROR,
              "value: not an object with fields (the value named an erased account)");
    }
  }

  @Test
  void tables_that_fail_stop_the_commits_but_lose_nothing() throws Throwable {
    try (ConfigurableApplicationContext writer = start(Faults.class)) {
      Faults faults = writer.getBean(Faults.class);
      long first = send("m-1");
      Eventually.holds(
          () -> assertThat(KEYSPACE.committed(partition)).isEqualTo(Seq.offset(first) + 1));
      faults.failing = true;
      long second = send("m-2");
      Eventually.holds(() -> assertThat(faults.planted.get()).isGreaterThanOrEqualTo(3));
      Eventually.holds(() -> assertThat(readiness(writer)).isEqualTo(503));
      assertThat(KEYSPACE.committed(partition)).isEqualTo(Seq.offset(second));
      long third = send("m-3");
      faults.failing = false;
      Eventually.holds(() -> assertThat(seqs()).containsExactly(first, second, third));
      Eventually.holds(
          () -> assertThat(KEYSPACE.committed(partition)).isEqualTo(Seq.offset(third) + 1));
      Eventually.holds(() -> assertThat(readiness(writer)).isEqualTo(200));
    }
  }

  @Test
  void an_erased_account_is_named_by_no_event_and_its_texts_are_gone() throws Throwable {
    Author gone = new Author("u" + UUID.randomUUID(), "gone");
    Message theirs = new Message(room, "m-1", gone, "secret", 1, null, List.of(), List.of());
    append(RoomEventCodec.encode(theirs), "m-1", gone.id());
    long last = send("m-2");
    try (ConfigurableApplicationContext writer = start()) {
      assertThat(writer.isRunning()).isTrue();
      Eventually.holds(
          () -> assertThat(KEYSPACE.committed(partition)).isEqualTo(Seq.offset(last) + 1));
      UserEvent erased = new UserEvent.Erased("e-" + gone.id(), gone.id(), 1);
      PRODUCER
          .send(
              new ProducerRecord<>(
                  Topic.USERS, gone.id().getBytes(UTF_8), UserEventCodec.encode(erased)))
          .get(30, TimeUnit.SECONDS);
      Eventually.holds(
          () ->
              assertThat(value(0))
                  .contains("deletedAt")
                  .doesNotContain("secret")
                  .doesNotContain(gone.id()));
      assertThat(value(1)).contains("text of m-2");
      assertThat(first(Topic.PRESENCE, gone.id()))
          .isEqualTo(Map.of("id", erased.id(), "type", "presence", "value", ""));
    }
  }

  /** Tables whose writes of events fail on demand. */
  static class Faults implements BeanPostProcessor {
    final AtomicInteger planted = new AtomicInteger();
    volatile boolean failing;

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      return bean instanceof RoomTables tables ? failing(tables) : bean;
    }

    private RoomTables failing(RoomTables tables) {
      return new RoomTables() {
        @Override
        public CompletionStage<RoomEnd> endBefore(String room, long seq) {
          return tables.endBefore(room, seq);
        }

        @Override
        public CompletionStage<Void> open(String room, long bucket) {
          return tables.open(room, bucket);
        }

        @Override
        public CompletionStage<Void> write(EventBatch batch) {
          if (!failing) {
            return tables.write(batch);
          }
          planted.incrementAndGet();
          return CompletableFuture.failedFuture(new IllegalStateException("planted"));
        }

        @Override
        public CompletionStage<Optional<StoredEvent>> find(String room, long seq) {
          return tables.find(room, seq);
        }

        @Override
        public CompletionStage<Set<Long>> edits(String room, long bucket, long target) {
          return tables.edits(room, bucket, target);
        }

        @Override
        public CompletionStage<List<String>> members(String room, String after, int limit) {
          return tables.members(room, after, limit);
        }

        @Override
        public CompletionStage<MemberCount> memberCount(String room) {
          return tables.memberCount(room);
        }

        @Override
        public CompletionStage<Long> removalsDone(int partition) {
          return tables.removalsDone(partition);
        }

        @Override
        public CompletionStage<List<Removal>> removals(
            int partition, long from, long before, int limit) {
          return tables.removals(partition, from, before, limit);
        }

        @Override
        public CompletionStage<Void> apply(Effect effect) {
          return tables.apply(effect);
        }
      };
    }
  }

  private static ConfigurableApplicationContext start(Class<?>... more) {
    return new SpringApplicationBuilder(WriterApplication.class)
        .sources(more)
        .sources(QuickRetries.class)
        .run(KEYSPACE.arguments("--management.server.port=0").toArray(String[]::new));
  }

  private static int readiness(ConfigurableApplicationContext writer) throws Exception {
    String port = writer.getEnvironment().getProperty("local.management.port");
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private Message message(String id) {
    return new Message(
        room, id, new Author("u1", "ann"), "text of " + id, 1, null, List.of(), List.of());
  }

  private long send(String id) throws Exception {
    return append(RoomEventCodec.encode(message(id)), id);
  }

  private long append(byte[] value, String id) throws Exception {
    return append(value, id, "u1");
  }

  private long append(byte[] value, String id, String sender) throws Exception {
    ProducerRecord<byte[], byte[]> log =
        new ProducerRecord<>(Topic.MESSAGES, partition.partition(), room.getBytes(UTF_8), value);
    log.headers()
        .add(RecordHeaders.ID, id.getBytes(UTF_8))
        .add(RecordHeaders.TYPE, Message.TYPE.getBytes(UTF_8))
        .add(RecordHeaders.IDENTITY, Identity.of(room, sender, id, 7).toBytes());
    return Seq.of(EPOCH, PRODUCER.send(log).get(30, TimeUnit.SECONDS).offset());
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Row bucket :
        KEYSPACE.session().execute("SELECT bucket FROM room_buckets WHERE room = ?", room)) {
      KEYSPACE
          .session()
          .execute(
              "SELECT * FROM room_events WHERE room = ? AND bucket = ? ORDER BY seq ASC",
              room,
              bucket.getLong("bucket"))
          .forEach(rows::add);
    }
    return rows;
  }

  private List<Long> seqs() {
    return rows().stream().map(row -> row.getLong("seq")).toList();
  }

  private String value(int row) {
    return UTF_8.decode(Objects.requireNonNull(rows().get(row).getByteBuffer("value"))).toString();
  }

  private Map<String, String> deadLetter() {
    return first(Topic.DEAD_LETTERS, room);
  }

  /** The headers and the value of a key's first record; waits for it. */
  private static Map<String, String> first(String topic, String key) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", BACKENDS.kafka(), "auto.offset.reset", "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, RoomPartition.of(key, PARTITIONS));
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (true) {
        for (var record : consumer.poll(Duration.ofSeconds(1))) {
          if (key.equals(text(record.key()))) {
            Map<String, String> fields = new HashMap<>();
            record.headers().forEach(header -> fields.put(header.key(), text(header.value())));
            fields.put("value", text(record.value()));
            return fields;
          }
        }
      }
    }
  }

  /** An object with a field, of the topic's maximum size. */
  private static byte[] oversized() {
    return ("{\"type\":\"message\",\"content\":\"" + "x".repeat(1_000_000) + "\"}").getBytes(UTF_8);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }
}
