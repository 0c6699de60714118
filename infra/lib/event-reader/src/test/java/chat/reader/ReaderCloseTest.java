package chat.reader;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.contract.log.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
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

  @Test
  void an_interrupted_close_closes_the_other_client_too() throws Exception {
    try (TestTopics topics = new TestTopics()) {
      topics.make(Topic.EVENTS);
      topics.publish("a", "m-1");
      Map<String, Object> kafka = new HashMap<>(topics.kafka());
      kafka.put("client.id", id);
      EventReader reader = EventReader.ofStream(kafka, ReadFrom.beginning());
      Thread.currentThread().interrupt();
      assertThatThrownBy(reader::close).isInstanceOf(InterruptException.class);
      Thread.interrupted();
    }
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
