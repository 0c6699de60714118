package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.log.Seq;
import chat.contract.log.Topic;
import chat.infra.devstack.Backends;
import chat.writer.room.RoomTables;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A running writer whose topic is deleted and created again. */
class RecreatedTopicTest {

  private static final Backends BACKENDS = Backends.shared();
  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();

  /** The writer's old position is within the new topic, so its consumer would just read on. */
  @Test
  void a_running_writer_reads_all_of_the_new_topic_and_nothing_at_an_old_position()
      throws Throwable {
    int epoch = KEYSPACE.epoch();
    try (KafkaProducer<byte[], byte[]> producer = producer();
        ResolvedLog log = new ResolvedLog(BACKENDS.kafka());
        ConfigurableApplicationContext writer = start()) {
      assertThat(writer.isRunning()).isTrue();
      RoomOfLog room = RoomOfLog.create(producer, KEYSPACE.session());
      Gate gate = writer.getBean(Gate.class);
      List<Long> seqs = new ArrayList<>();
      seqs.add(Seq.of(epoch, room.send("old-1")));
      seqs.add(Seq.of(epoch, room.send("old-2")));
      Eventually.holds(() -> assertThat(room.seqs()).isEqualTo(seqs));
      Eventually.holds(() -> assertThat(log.published(room.name())).hasSize(2));
      gate.close();
      seqs.add(Seq.of(epoch, room.send("old-3")));
      gate.awaitThread();
      Eventually.holds(() -> assertThat(log.published(room.name())).hasSize(3));
      recreate();
      for (int i = 0; i < 50; i++) {
        seqs.add(Seq.of(epoch + 1, room.send("new-" + i)));
      }

      gate.open();
      Eventually.holds(() -> assertThat(room.seqs()).isEqualTo(seqs));
      seqs.add(0, Seq.NONE);
      assertThat(room.prevs()).isEqualTo(seqs.subList(0, seqs.size() - 1));
      Eventually.holds(
          () ->
              assertThat(log.published(room.name()).stream().map(RecreatedTopicTest::position))
                  .containsExactlyElementsOf(positions(seqs)));
    }
  }

  /**
   * The new topic is as long as the old one was, so a consumer at its old position gets no record.
   */
  @Test
  void a_writer_reads_a_new_topic_that_has_no_record_behind_its_old_position() throws Throwable {
    recreate();
    int epoch = KEYSPACE.epoch();
    try (KafkaProducer<byte[], byte[]> producer = producer();
        ResolvedLog log = new ResolvedLog(BACKENDS.kafka());
        WriterProcess writer = new WriterProcess(arguments())) {
      RoomOfLog room = RoomOfLog.create(producer, KEYSPACE.session());
      List<Long> seqs = new ArrayList<>();
      seqs.add(Seq.of(epoch, room.send("old-1")));
      seqs.add(Seq.of(epoch, room.send("old-2")));
      Eventually.holds(() -> assertThat(room.seqs()).isEqualTo(seqs));
      Eventually.holds(() -> assertThat(log.published(room.name())).hasSize(2));
      writer.signal("STOP");
      recreate();
      seqs.add(Seq.of(epoch + 1, room.send("new-1")));
      seqs.add(Seq.of(epoch + 1, room.send("new-2")));

      writer.signal("CONT");
      Eventually.holds(() -> assertThat(room.seqs()).isEqualTo(seqs));
      Eventually.holds(() -> assertThat(log.published(room.name())).hasSize(4));
    }
  }

  /** The beginning of a value of the resolved stream. */
  private static String position(String value) {
    return value.substring(0, value.indexOf(",\"type\""));
  }

  private static List<String> positions(List<Long> seqs) {
    return IntStream.range(1, seqs.size())
        .mapToObj(i -> "{\"seq\":" + seqs.get(i) + ",\"prev\":" + seqs.get(i - 1))
        .toList();
  }

  /** Blocks the writer's thread before a write. */
  static class Gate implements BeanPostProcessor {

    private final Semaphore passes = new Semaphore(Integer.MAX_VALUE / 2);

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      return bean instanceof RoomTables tables ? behind(tables) : bean;
    }

    void close() {
      passes.drainPermits();
    }

    void open() {
      passes.release(Integer.MAX_VALUE / 2);
    }

    void awaitThread() throws Throwable {
      Eventually.holds(() -> assertThat(passes.hasQueuedThreads()).isTrue());
    }

    private RoomTables behind(RoomTables tables) {
      return (RoomTables)
          Proxy.newProxyInstance(
              RoomTables.class.getClassLoader(),
              new Class<?>[] {RoomTables.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("write")) {
                  passes.acquireUninterruptibly();
                }
                return method.invoke(tables, arguments);
              });
    }
  }

  private static void recreate() throws Exception {
    NewTopic topic = new NewTopic(Topic.MESSAGES, RoomOfLog.PARTITIONS, (short) 1);
    topic.configs(
        Map.of("message.timestamp.type", "LogAppendTime", "max.message.bytes", "1048576"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", BACKENDS.kafka()))) {
      admin.deleteTopics(List.of(Topic.MESSAGES)).all().get(30, TimeUnit.SECONDS);
      await().atMost(Duration.ofMinutes(1)).until(() -> made(admin, topic));
    }
  }

  private static boolean made(Admin admin, NewTopic topic) throws Exception {
    try {
      admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
      return false;
    }
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", BACKENDS.kafka(), "acks", "all"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(WriterApplication.class)
        .sources(Gate.class)
        .run(arguments());
  }

  private static String[] arguments() {
    return KEYSPACE.arguments("--management.server.port=0").toArray(String[]::new);
  }
}
