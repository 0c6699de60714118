package chat.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Seq;
import chat.contract.log.Topic;
import chat.contract.user.UserEvent;
import chat.contract.user.UserEventCodec;
import chat.infra.devstack.Backends;
import chat.writer.erasure.BriefPages;
import chat.writer.log.QuickRetries;
import chat.writer.room.CassandraRoomTables;
import chat.writer.room.EventBatch;
import chat.writer.room.EventRow;
import chat.writer.room.MessageEffect.PersonNamed;
import chat.writer.room.RoomEnd;
import chat.writer.room.RoomTables;
import chat.writer.room.SentMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole process with tables that are slower than its time-out. */
class SlowTablesTest {

  private static final Backends BACKENDS = Backends.shared();
  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();
  private static final int ROOMS = 2_200;

  /** An erasure uses the log's end as its timestamp; erased rows have to be older. */
  private static final long BEFORE_THE_LOG = 1;

  private static final KafkaProducer<byte[], byte[]> PRODUCER =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", BACKENDS.kafka(), "acks", "all"),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  @AfterAll
  static void close() {
    PRODUCER.close();
  }

  @Test
  void a_partition_whose_tables_do_not_answer_holds_up_no_other_and_goes_on_when_they_do()
      throws Throwable {
    RoomOfLog stuck = RoomOfLog.create(PRODUCER, KEYSPACE.session());
    RoomOfLog other = elsewhere(stuck);
    try (ConfigurableApplicationContext writer =
        start(HangingRoom.class, "--chat.writer.store-timeout=20s")) {
      HangingRoom hanging = writer.getBean(HangingRoom.class);
      hanging.room = stuck.name();
      long first = stuck.send("m-1");
      Eventually.holds(() -> assertThat(hanging.asked.get()).isEqualTo(1));
      long last = other.send("o-1");
      Eventually.holds(() -> assertThat(KEYSPACE.committed(other.partition())).isEqualTo(last + 1));
      assertThat(hanging.asked.get()).as("attempts, while the first one still waits").isEqualTo(1);
      Eventually.holds(() -> assertThat(hanging.asked.get()).as("the next attempt").isEqualTo(2));
      hanging.room = "";
      Eventually.holds(
          () -> assertThat(KEYSPACE.committed(stuck.partition())).isEqualTo(first + 1));
      assertThat(stuck.seqs()).containsExactly(Seq.of(KEYSPACE.epoch(), first));
    }
  }

  @Test
  void an_account_in_very_many_rooms_is_erased_in_pages_that_are_in_time_each() throws Throwable {
    Author gone = new Author("u" + UUID.randomUUID(), "gone");
    RoomTables tables = new CassandraRoomTables(KEYSPACE.session());
    String rooms = "many-" + UUID.randomUUID() + "-";
    for (int i = 0; i < ROOMS; i++) {
      says(gone, rooms + i, BEFORE_THE_LOG, tables);
    }
    try (ConfigurableApplicationContext writer = start(BriefPages.class)) {
      assertThat(writer.isRunning()).isTrue();
      UserEvent erased = new UserEvent.Erased("e-" + gone.id(), gone.id(), 1);
      PRODUCER
          .send(
              new ProducerRecord<>(
                  Topic.USERS, gone.id().getBytes(UTF_8), UserEventCodec.encode(erased)))
          .get(30, TimeUnit.SECONDS);
      int[] found = {0};
      await()
          .atMost(Duration.ofMinutes(4))
          .untilAsserted(
              () -> {
                while (found[0] < ROOMS && isErased(rooms + found[0], BEFORE_THE_LOG, tables)) {
                  found[0]++;
                }
                assertThat(found[0]).as("rooms that name the account no more").isEqualTo(ROOMS);
              });
      Eventually.holds(
          () -> assertThat(KEYSPACE.session().execute("SELECT * FROM erasures").all()).isEmpty());
    }
  }

  private static boolean isErased(String room, long seq, RoomTables tables) {
    return tables
        .find(room, seq)
        .toCompletableFuture()
        .join()
        .filter(event -> !new String(event.value(), UTF_8).contains("secret"))
        .isPresent();
  }

  private static void says(Author who, String room, long seq, RoomTables tables) throws Exception {
    Message message = new Message(room, "m", who, "secret", 1, null, List.of(), List.of());
    RoomEnd end = new RoomEnd(seq, seq, 1, 100, seq);
    EventRow row =
        new EventRow(
            room,
            0,
            Message.TYPE,
            RoomEventCodec.encode(message),
            end,
            new SentMessage(who.id(), "m", 1, List.of(), false));
    CompletableFuture.allOf(
            tables.open(room, seq).toCompletableFuture(),
            tables.write(new EventBatch(List.of(row))).toCompletableFuture(),
            tables.apply(new PersonNamed(who.id(), room, seq)).toCompletableFuture())
        .get(30, TimeUnit.SECONDS);
  }

  private static RoomOfLog elsewhere(RoomOfLog room) {
    RoomOfLog other = RoomOfLog.create(PRODUCER, KEYSPACE.session());
    return other.partition().equals(room.partition()) ? elsewhere(room) : other;
  }

  private static ConfigurableApplicationContext start(Class<?> part, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.addAll(KEYSPACE.arguments("--management.server.port=0"));
    return new SpringApplicationBuilder(WriterApplication.class)
        .sources(part, QuickRetries.class)
        .run(arguments.toArray(String[]::new));
  }

  /** Tables that never answer writes of events of one room. */
  static class HangingRoom implements BeanPostProcessor {
    final AtomicInteger asked = new AtomicInteger();
    volatile String room = "";

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      return bean instanceof RoomTables tables
          ? Proxy.newProxyInstance(
              RoomTables.class.getClassLoader(),
              new Class<?>[] {RoomTables.class},
              (proxy, method, arguments) -> call(tables, method, arguments))
          : bean;
    }

    private @Nullable Object call(RoomTables tables, Method method, Object[] arguments)
        throws Throwable {
      if (arguments[0] instanceof EventBatch batch && batch.rows().get(0).room().equals(room)) {
        asked.incrementAndGet();
        CompletionStage<Void> never = new CompletableFuture<>();
        return never;
      }
      try {
        return method.invoke(tables, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
