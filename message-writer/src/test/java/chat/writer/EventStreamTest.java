package chat.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import chat.contract.log.Topic;
import chat.infra.devstack.Backends;
import chat.writer.room.RoomTables;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The resolved stream of a writer on a real log and real tables. */
class EventStreamTest {

  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();
  private static final ResolvedLog LOG = new ResolvedLog(Backends.shared().kafka());

  private final String room = "r" + UUID.randomUUID();

  @AfterAll
  static void close() {
    LOG.close();
  }

  @Test
  void plain_consumers_read_each_event_once_with_its_place_and_no_other_record() throws Throwable {
    long first = say("m-1");
    say("m-2");
    say("m-1");
    try (ConfigurableApplicationContext writer = start()) {
      assertThat(writer.isRunning()).isTrue();
      long last = say("m-3");
      LOG.deleteAndEditAtOnce(room, "c", first, Seq.offset(last) + 1);
      LOG.append(room, "poison", "message", "poison".getBytes(UTF_8), null)
          .get(30, TimeUnit.SECONDS);
      say("m-2");
      say("m-4");

      Eventually.holds(() -> assertThat(LOG.published(room)).hasSize(6));
      List<String> published = LOG.published(room);
      assertThat(published).isEqualTo(LOG.expected(room, KEYSPACE.epoch()));
      assertThat(published.get(0))
          .isEqualTo(
              "{\"seq\":%d,\"prev\":0,\"type\":\"message\",\"room\":\"%s\",\"id\":\"m-1\","
                      .formatted(first, room)
                  + "\"user\":{\"id\":\"u1\",\"username\":\"ann\"},"
                  + "\"content\":\"text of m-1\",\"at\":1}");
      assertThat(published.get(4)).contains("\"type\":\"unreadable\"");
    }
  }

  @Test
  void a_record_has_the_key_the_partition_and_the_headers_of_a_cloud_event() throws Throwable {
    try (ConfigurableApplicationContext writer = start()) {
      assertThat(writer.isRunning()).isTrue();
      long before = System.currentTimeMillis();
      long seq = say("m-1");
      Eventually.holds(() -> assertThat(LOG.records(room)).hasSize(1));
      ConsumerRecord<byte[], byte[]> record = LOG.records(room).get(0);

      assertThat(record.topic()).isEqualTo(Topic.EVENTS);
      assertThat(record.partition()).isEqualTo(RoomPartition.of(room, RoomOfLog.PARTITIONS));
      assertThat(new String(record.key(), UTF_8)).isEqualTo(room);
      Map<String, String> headers = new LinkedHashMap<>();
      record.headers().forEach(it -> headers.put(it.key(), new String(it.value(), UTF_8)));
      Instant at = Instant.parse(headers.remove("ce_time"));
      assertThat(at.toEpochMilli()).isBetween(before - 1000, System.currentTimeMillis());
      assertThat(headers)
          .containsExactly(
              Map.entry("ce_specversion", "1.0"),
              Map.entry("ce_id", "" + seq),
              Map.entry("ce_source", "/chat/rooms/" + room),
              Map.entry("ce_type", "chat.message"),
              Map.entry("ce_subject", "m-1"),
              Map.entry("content-type", "application/json"),
              Map.entry("traceparent", "00-m-1"));
    }
  }

  @Test
  void a_stream_that_starts_again_knows_the_doubles_and_the_links_from_before() throws Throwable {
    say("m-1");
    try (ConfigurableApplicationContext writer = start()) {
      assertThat(writer.isRunning()).isTrue();
      Eventually.holds(() -> assertThat(LOG.published(room)).hasSize(1));
    }
    say("m-1");
    say("m-2");
    try (ConfigurableApplicationContext writer = start()) {
      assertThat(writer.isRunning()).isTrue();
      Eventually.holds(() -> assertThat(LOG.published(room)).hasSize(2));
      assertThat(LOG.published(room)).isEqualTo(LOG.expected(room, KEYSPACE.epoch()));
    }
  }

  @Test
  void events_of_erased_users_are_published_without_name_and_text() throws Throwable {
    String user = "u" + UUID.randomUUID();
    Author eve = new Author(user, "eve");
    byte[] value =
        RoomEventCodec.encode(
            new Message(room, "m-1", eve, "her secret", 1, null, List.of(), List.of()));
    LOG.append(room, "m-1", Message.TYPE, value, null).get(30, TimeUnit.SECONDS);
    KEYSPACE
        .session()
        .execute("INSERT INTO erased_users (part, user_id, erased_at) VALUES (0, ?, 5)", user);
    try (ConfigurableApplicationContext writer = start()) {
      assertThat(writer.isRunning()).isTrue();
      Eventually.holds(() -> assertThat(LOG.published(room)).hasSize(1));

      assertThat(LOG.published(room).get(0))
          .doesNotContain("eve", "her secret")
          .contains("\"type\":\"message\"", "\"deletedAt\":5");
    }
  }

  @Test
  void a_room_that_the_tables_do_not_tell_of_waits_and_its_events_follow() throws Throwable {
    try (ConfigurableApplicationContext writer = start(SilentTables.class)) {
      SilentTables tables = writer.getBean(SilentTables.class);
      tables.silent = true;
      say("m-1");
      say("m-2");
      Eventually.holds(() -> assertThat(tables.refused).hasValueGreaterThan(3));
      assertThat(LOG.published(room)).isEmpty();
      tables.silent = false;
      Eventually.holds(() -> assertThat(LOG.published(room)).hasSize(2));

      tables.silent = true;
      say("m-3");
      Eventually.holds(() -> assertThat(LOG.published(room)).hasSize(3));
      tables.silent = false;
      assertThat(LOG.published(room)).isEqualTo(LOG.expected(room, KEYSPACE.epoch()));
    }
  }

  /** Tables that refuse to tell the last event of a room for some time. */
  static class SilentTables implements BeanPostProcessor {

    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean silent;

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      return bean instanceof RoomTables tables ? behind(tables) : bean;
    }

    private RoomTables behind(RoomTables tables) {
      return (RoomTables)
          Proxy.newProxyInstance(
              RoomTables.class.getClassLoader(),
              new Class<?>[] {RoomTables.class},
              (proxy, method, arguments) -> {
                if (silent && method.getName().equals("endBefore")) {
                  refused.incrementAndGet();
                  return CompletableFuture.failedFuture(new IOException("silent"));
                }
                return method.invoke(tables, arguments);
              });
    }
  }

  private long say(String id) throws Exception {
    return Seq.of(KEYSPACE.epoch(), LOG.say(room, id).get(30, TimeUnit.SECONDS).offset());
  }

  private static ConfigurableApplicationContext start(Class<?>... more) {
    return new SpringApplicationBuilder(WriterApplication.class)
        .sources(more)
        .run(KEYSPACE.arguments("--management.server.port=0").toArray(String[]::new));
  }
}
