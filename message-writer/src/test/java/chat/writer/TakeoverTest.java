package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Seq;
import chat.infra.devstack.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A writer that is stopped for longer than its session, while another one takes over. */
class TakeoverTest {

  private static final Backends BACKENDS = Backends.shared();
  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();
  private static final int BURST = 500;

  @Test
  void a_writer_that_wakes_up_after_another_took_over_undoes_and_doubles_nothing()
      throws Throwable {
    try (KafkaProducer<byte[], byte[]> producer = producer();
        WriterProcess sleeper = new WriterProcess(arguments())) {
      RoomOfLog room = RoomOfLog.create(producer, KEYSPACE.session());
      List<Long> seqs = new ArrayList<>();
      send(room, "awake", 1, seqs);
      Eventually.holds(() -> assertThat(room.seqs()).isEqualTo(seqs));
      send(room, "burst", BURST, seqs);
      sleeper.signal("STOP");
      send(room, "asleep", 50, seqs);
      try (ConfigurableApplicationContext other = start()) {
        assertThat(other.isRunning()).isTrue();
        Eventually.holds(() -> assertThat(room.seqs()).isEqualTo(seqs));
        sleeper.signal("CONT");
        send(room, "both", 50, seqs);
        Eventually.holds(() -> assertThat(room.seqs()).isEqualTo(seqs));
      }
      // Now the stopped one owns everything again.
      send(room, "alone", 50, seqs);
      Eventually.holds(() -> assertThat(room.seqs()).isEqualTo(seqs));

      seqs.add(0, Seq.NONE);
      assertThat(room.prevs()).isEqualTo(seqs.subList(0, seqs.size() - 1));
    }
  }

  private static void send(RoomOfLog room, String name, int count, List<Long> seqs)
      throws Exception {
    int epoch = KEYSPACE.epoch();
    for (int i = 0; i < count; i++) {
      seqs.add(Seq.of(epoch, room.send(name + "-" + i)));
    }
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", BACKENDS.kafka(), "acks", "all"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(WriterApplication.class).run(arguments());
  }

  /** The shortest session that a broker allows. */
  private static String[] arguments() {
    return KEYSPACE
        .arguments(
            "--management.server.port=0",
            "--spring.kafka.consumer.properties.session.timeout.ms=6000")
        .toArray(String[]::new);
  }
}
