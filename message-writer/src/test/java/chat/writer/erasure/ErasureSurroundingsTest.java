package chat.writer.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import chat.epochs.LogEpochs;
import com.datastax.oss.driver.api.core.CqlSession;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;

class ErasureSurroundingsTest {

  private final List<Runnable> asked = new ArrayList<>();
  private final List<Thread> senders = new ArrayList<>();

  @Test
  void blocking_calls_run_on_the_separate_thread() {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", "localhost:1"))) {
      ErasureSurroundings surroundings =
          new ErasureSurroundings(
              admin,
              new LogEpochs(admin, noTables()),
              new KafkaTemplate<>(this::unreachable),
              asked::add,
              erasing -> {});

      CompletionStage<Void> told = surroundings.tell(PendingErasure.of(0, "ann", "e-1", 1));

      assertThat(senders).isEmpty();
      assertThat(told.toCompletableFuture()).isNotDone();
      asked.forEach(Runnable::run);
      assertThat(senders).hasSize(1);
      assertThat(told.toCompletableFuture()).isCompletedExceptionally();
    }
  }

  private static CqlSession noTables() {
    return (CqlSession)
        Proxy.newProxyInstance(
            CqlSession.class.getClassLoader(),
            new Class<?>[] {CqlSession.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("no tables");
            });
  }

  private Producer<byte[], byte[]> unreachable() {
    senders.add(Thread.currentThread());
    throw new IllegalStateException("no broker");
  }
}
