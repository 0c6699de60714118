package chat.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import chat.writer.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.Test;

/** A webhook whose consumer group can't be joined. */
class WebhookConsumerTest {

  @Test
  void a_group_that_can_not_be_joined_is_in_the_status() throws Throwable {
    Webhook definition = TestWebhook.to("http://127.0.0.1:9/", "1");
    try (TestWebhook hook = new TestWebhook(definition, new WaitingBytes(1 << 20))) {
      WebhookConsumer consumer =
          new WebhookConsumer(
              definition,
              group -> {
                throw new GroupAuthorizationException(group);
              },
              hook.lanes,
              new WebhookReader(
                  TestWebhook.SETTINGS,
                  () -> {
                    throw new IllegalStateException("not started");
                  },
                  () -> "1",
                  new WaitingBytes(1 << 20)),
              hook.report,
              (event, error) -> CompletableFuture.completedStage(null),
              Duration.ofSeconds(1));
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
}
