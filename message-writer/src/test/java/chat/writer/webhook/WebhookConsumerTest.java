package chat.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import chat.writer.Eventually;
import chat.writer.WebhookReceiver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.Test;

/** Consumers of webhooks whose log fails. */
class WebhookConsumerTest {

  private static final TopicPartition PARTITION = TestWebhook.partition(0);

  private final WaitingBytes bytes = new WaitingBytes(1 << 20);

  @Test
  void a_log_that_can_not_be_read_is_in_the_status() throws Throwable {
    Webhook definition = TestWebhook.to("http://127.0.0.1:9/", "1");
    try (TestWebhook hook = new TestWebhook(definition, bytes)) {
      WebhookConsumer consumer =
          consumer(
              definition,
              hook,
              group -> {
                throw new GroupAuthorizationException(group);
              });
      consumer.start();

      Eventually.holds(
          () ->
              assertThat(hook.report.takeChange())
                  .extracting(WebhookStatus::error)
                  .isEqualTo("the events can't be read"));
      consumer.end();
      consumer.join(Duration.ofSeconds(30));
    }
  }

  /** The error comes after the consumer's own position is beyond the events. */
  @Test
  void events_that_were_polled_before_an_error_are_not_committed() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      Webhook definition = TestWebhook.to(receiver.url(), "1");
      try (TestWebhook hook = new TestWebhook(definition, bytes)) {
        FailingConsumer failing = new FailingConsumer();
        WebhookConsumer consumer = consumer(definition, hook, group -> failing);
        consumer.start();
        consumer.join(Duration.ofSeconds(60));

        assertThat(consumer.hasEnded()).isTrue();
        assertThat(failing.passed).isEqualTo(3);
        assertThat(failing.commits.getOrDefault(PARTITION, 0L)).isZero();
        assertThat(receiver.all()).isEmpty();
      }
    }
  }

  private static WebhookConsumer consumer(
      Webhook definition, TestWebhook hook, Function<String, Consumer<byte[], byte[]>> consumers) {
    return new WebhookConsumer(
        definition,
        consumers,
        hook.lanes,
        hook.report,
        (event, error) -> {},
        Duration.ofSeconds(1));
  }

  /** Has three events, fails at the first one, and gives its partition up as it closes. */
  private static final class FailingConsumer extends MockConsumer<byte[], byte[]> {

    final Map<TopicPartition, Long> commits = new HashMap<>();
    long passed;

    FailingConsumer() {
      super("earliest");
      updateBeginningOffsets(Map.of(PARTITION, 0L));
      updateEndOffsets(Map.of(PARTITION, 3L));
      schedulePollTask(
          () -> {
            rebalance(List.of(PARTITION));
            for (long offset = 0; offset < 3; offset++) {
              addRecord(new Unreadable(TestWebhook.record(0, offset, "dev", 1)));
            }
          });
    }

    @Override
    public synchronized void commitSync(
        Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
      offsets.forEach((partition, next) -> commits.put(partition, next.offset()));
    }

    @Override
    public synchronized void close() {
      passed = position(PARTITION);
      rebalance(Set.of());
      super.close();
    }
  }

  private static final class Unreadable extends ConsumerRecord<byte[], byte[]> {

    Unreadable(ConsumerRecord<byte[], byte[]> log) {
      super(log.topic(), log.partition(), log.offset(), log.key(), log.value());
    }

    @Override
    public byte[] value() {
      throw new LinkageError("planted");
    }
  }
}
