package chat.reader;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that is gone leaves no threads of Kafka's clients. */
@Timeout(120)
class ReaderCloseTest {

  private final String id = "client-" + UUID.randomUUID();

  @Test
  void a_wrong_setting_of_the_consumer_leaves_no_other_client() {
    Map<String, Object> kafka =
        Map.of("bootstrap.servers", "localhost:1", "client.id", id, "max.poll.records", "-1");

    assertThatThrownBy(() -> EventReader.ofStream(kafka, ReadFrom.beginning()))
        .isInstanceOf(KafkaException.class)
        .hasStackTraceContaining("max.poll.records");
    awaitNoThreads();
  }

  private void awaitNoThreads() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains(id)));
  }
}
