package chat.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Seq;
import chat.writer.Eventually;
import chat.writer.WebhookReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events that a receiver does not accept. */
class GivenUpEventsTest {

  private final WaitingBytes bytes = new WaitingBytes(1 << 20);

  /** When it was last tried to keep the event of a lane, in vain. */
  private final Map<Lane, Long> tried = new HashMap<>();

  /** The times between two such tries of a lane. */
  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void an_answer_that_asks_for_a_pause_is_no_failed_attempt() throws Throwable {
    AtomicBoolean asked = new AtomicBoolean();
    List<String> dead = new ArrayList<>();
    try (WebhookReceiver receiver =
            new WebhookReceiver(
                (delivery, exchange) -> {
                  exchange.getResponseHeaders().set("Retry-After", "1");
                  return asked.getAndSet(true) ? 204 : 429;
                });
        TestWebhook hook = hook(receiver, Duration.ofMillis(10))) {
      hook.give(TestWebhook.event(0, 5, 1), TestWebhook.event(0, 6, 1));

      Eventually.holds(
          () -> {
            bury(hook, dead);
            assertThat(receiver.all()).hasSizeGreaterThanOrEqualTo(3);
          });
      assertThat(dead).isEmpty();
    }
  }

  @Test
  void a_partition_rests_after_an_event_that_is_given_up() throws Throwable {
    List<String> dead = new ArrayList<>();
    try (WebhookReceiver receiver =
            new WebhookReceiver(
                (delivery, exchange) -> delivery.id().startsWith("evt_0") ? 500 : 204);
        TestWebhook hook = hook(receiver, Duration.ofMinutes(20))) {
      hook.give(TestWebhook.event(0, 5, 1), TestWebhook.event(0, 6, 1));
      Eventually.holds(
          () -> {
            bury(hook, dead);
            assertThat(dead).isNotEmpty();
          });
      for (int number = 1; number <= 30; number++) {
        hook.give(TestWebhook.event(number, 1, 1));
      }

      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(30));
      assertThat(receiver.all()).hasSize(31);
      assertThat(dead).containsExactly("status 500");
    }
  }

  /** The events behind one that could not be kept may not be sent, and may not be lost. */
  @Test
  void a_dead_letter_that_can_not_be_written_holds_up_its_partition_and_no_other()
      throws Throwable {
    List<String> dead = new ArrayList<>();
    try (WebhookReceiver receiver =
            new WebhookReceiver((delivery, exchange) -> isFirst(delivery) ? 500 : 204);
        TestWebhook hook = hook(receiver, Duration.ofMillis(10))) {
      hook.give(TestWebhook.event(0, 5, 1), TestWebhook.event(0, 6, 1));
      hook.give(TestWebhook.event(1, 5, 1), TestWebhook.event(1, 6, 1));
      Eventually.holds(() -> assertThat(failing(hook)).isEqualTo(2));
      hook.give(TestWebhook.event(2, 7, 1), TestWebhook.event(2, 8, 1));
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(2));

      assertThat(hook.lanes.hasUnburied()).isTrue();
      assertThat(failing(hook)).isEqualTo(2);
      assertThat(pauses).as("not again at once").allMatch(one -> one.toMillis() >= 1000);
      assertThat(hook.lanes.done())
          .containsEntry(TestWebhook.partition(0), new OffsetAndMetadata(5))
          .containsEntry(TestWebhook.partition(1), new OffsetAndMetadata(5));
      Eventually.holds(
          () -> {
            bury(hook, dead);
            assertThat(receiver.accepted()).hasSize(4);
          });
      assertThat(dead).containsExactly("status 500", "status 500");
      assertThat(hook.lanes.hasUnburied()).isFalse();
    }
  }

  private static boolean isFirst(WebhookReceiver.Delivery delivery) {
    return delivery.id().endsWith("_" + Seq.of(1, 5));
  }

  /** Tries to keep all that is given up, in vain. Gives the number of lanes that have some. */
  private int failing(TestWebhook hook) {
    for (OpenLanes.GivenUp one : hook.lanes.bury()) {
      long now = System.nanoTime();
      @Nullable Long before = tried.put(one.lane(), now);
      if (before != null) {
        pauses.add(Duration.ofNanos(now - before));
      }
      hook.lanes.buried(one.lane(), false);
    }
    return tried.size();
  }

  /** The next owner of a partition must not send what becomes a dead letter here. */
  @Test
  void a_lane_is_closed_when_its_dead_letter_is_written() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver((delivery, exchange) -> 500);
        TestWebhook hook = hook(receiver, Duration.ofMillis(10))) {
      hook.give(TestWebhook.event(0, 5, 1), TestWebhook.event(0, 6, 1));
      List<OpenLanes.GivenUp> givenUp = new ArrayList<>();
      Eventually.holds(
          () -> {
            givenUp.addAll(hook.lanes.bury());
            assertThat(givenUp).hasSize(1);
          });
      CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> closed =
          CompletableFuture.supplyAsync(
              () -> hook.lanes.close(List.of(TestWebhook.partition(0)), Duration.ofSeconds(60)));
      Eventually.holds(() -> assertThat(hook.lanes.done()).isEmpty());
      hook.lanes.buried(givenUp.get(0).lane(), true);

      assertThat(closed.get(30, TimeUnit.SECONDS))
          .isEqualTo(Map.of(TestWebhook.partition(0), new OffsetAndMetadata(6)));
      assertThat(receiver.all()).hasSize(1);
    }
  }

  private static void bury(TestWebhook hook, List<String> dead) {
    for (OpenLanes.GivenUp one : hook.lanes.bury()) {
      dead.add(one.error());
      hook.lanes.buried(one.lane(), true);
    }
  }

  private TestWebhook hook(WebhookReceiver receiver, Duration rest) {
    return new TestWebhook(
        TestWebhook.to(receiver.url(), "1"), bytes, TestWebhook.oneAttempt(rest));
  }
}
