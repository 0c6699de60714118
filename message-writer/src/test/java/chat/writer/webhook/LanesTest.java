package chat.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.writer.Eventually;
import chat.writer.WebhookReceiver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** Lanes to a real receiver on loopback. */
class LanesTest {

  private static final int LARGE = 40_000;

  private final WaitingBytes bytes = new WaitingBytes(1 << 20);
  private final CountDownLatch released = new CountDownLatch(1);

  @Test
  void a_changed_definition_goes_on_after_an_answer_410() throws Throwable {
    AtomicBoolean open = new AtomicBoolean();
    try (WebhookReceiver receiver =
            new WebhookReceiver((delivery, exchange) -> open.get() ? 204 : 410);
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      hook.give(TestWebhook.event(0, 5, 1));
      Eventually.holds(() -> assertThat(hook.report.gone()).isEqualTo("1"));
      open.set(true);
      assertThat(hook.lanes.close(List.of(TestWebhook.partition(0)), Duration.ofSeconds(30)))
          .isEqualTo(Map.of(TestWebhook.partition(0), new OffsetAndMetadata(5)));
      hook.lanes.update(TestWebhook.to(receiver.url(), "2"));
      hook.give(TestWebhook.event(0, 5, 1));

      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
    }
  }

  @Test
  void the_definition_changes_only_while_no_event_waits() {
    try (WebhookReceiver receiver = slow();
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      hook.give(TestWebhook.event(0, 5, 1));

      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> hook.lanes.update(TestWebhook.to("http://127.0.0.1:9/", "2")));
      released.countDown();
    }
  }

  /** The events between two that were chosen have to be looked at again. */
  @Test
  void a_closed_lane_is_done_up_to_the_event_after_the_last_one_that_was_accepted()
      throws Throwable {
    try (WebhookReceiver receiver =
            new WebhookReceiver(
                (delivery, exchange) ->
                    delivery.id().endsWith("5") || released.await(60, TimeUnit.SECONDS)
                        ? 204
                        : 500);
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      hook.give(TestWebhook.event(0, sequence(5), 1), TestWebhook.event(0, sequence(9) + 10, 1));
      Eventually.holds(() -> assertThat(receiver.all()).hasSize(2));

      assertThat(hook.lanes.done())
          .isEqualTo(Map.of(TestWebhook.partition(0), new OffsetAndMetadata(sequence(5) + 1)));
      assertThat(hook.lanes.close(List.of(TestWebhook.partition(0)), Duration.ZERO))
          .isEqualTo(Map.of(TestWebhook.partition(0), new OffsetAndMetadata(sequence(5) + 1)));
      released.countDown();
    }
  }

  /** An offset whose seq ends with a digit. */
  private static long sequence(int last) {
    long offset = 0;
    while (!TestWebhook.event(0, offset, 1).id().endsWith("" + last)) {
      offset++;
    }
    return offset;
  }

  @Test
  void large_events_fill_a_lane_then_its_webhook_and_what_is_done_makes_room() throws Throwable {
    try (WebhookReceiver receiver = slow();
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      hook.give(TestWebhook.event(0, 1, LARGE));
      assertThat(hook.isFull(0)).isTrue();
      assertThat(hook.isFull(1)).isFalse();

      for (int number = 1; bytes.held() < WaitingBytes.MOST; number++) {
        hook.give(TestWebhook.event(number, 1, LARGE));
      }
      assertThat(hook.isFull(100)).isTrue();
      released.countDown();
      Eventually.holds(() -> assertThat(bytes.held()).isZero());
      assertThat(hook.isFull(0)).isFalse();
    }
  }

  /** Their events may wait for hours, until they are given up. */
  @Test
  void failing_partitions_leave_memory_to_the_others_of_their_webhook() throws Throwable {
    try (WebhookReceiver receiver =
            new WebhookReceiver(
                (delivery, exchange) ->
                    delivery.id().startsWith("evt_1_") && released.await(60, TimeUnit.SECONDS)
                        ? 204
                        : 500);
        TestWebhook hook =
            new TestWebhook(
                TestWebhook.to(receiver.url(), "1"), bytes, TestWebhook.manyAttempts())) {
      for (int number = 2; bytes.held() < WaitingBytes.MOST - LARGE; number++) {
        hook.give(TestWebhook.event(number, 1, LARGE));
      }
      hook.give(TestWebhook.event(1, 1, 2 * LARGE));
      assertThat(hook.isFull(100)).as("beyond the bound").isTrue();
      released.countDown();
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
      assertThat(bytes.held()).isGreaterThan(WaitingBytes.MOST - WaitingBytes.MOST / 4);
      Eventually.holds(() -> assertThat(hook.isFull(1)).isFalse());
    }
  }

  @Test
  void webhooks_share_their_memory_and_none_waits_for_it_with_nothing() {
    WaitingBytes few = new WaitingBytes(4000);
    try (WebhookReceiver receiver = slow();
        TestWebhook one = new TestWebhook(TestWebhook.to(receiver.url(), "1"), few);
        TestWebhook other = new TestWebhook(TestWebhook.to(receiver.url(), "1"), few)) {
      other.give(TestWebhook.event(0, 1, 1));
      assertThat(other.isFull(1)).isFalse();
      one.give(TestWebhook.event(0, 1, LARGE));
      assertThat(other.isFull(1)).isTrue();
      other.lanes.close();
      assertThat(other.isFull(1)).isFalse();
      one.lanes.close();
      assertThat(few.held()).isZero();
      released.countDown();
    }
    assertThat(few.held()).as("after the answers to what was closed").isZero();
  }

  /** Half of the memory is taken by the first; the other half is shared, whatever others hold. */
  @Test
  void a_webhook_has_its_share_although_others_hold_more_than_theirs() {
    WaitingBytes shared = new WaitingBytes(400);
    for (int i = 0; i < 4; i++) {
      shared.join();
    }
    shared.add(199);
    assertThat(shared.permits(199)).as("of the first half").isTrue();
    shared.add(1);
    assertThat(shared.permits(200)).as("beyond the first half").isFalse();
    assertThat(shared.permits(49)).as("less than the share").isTrue();
    assertThat(shared.permits(50)).as("the share").isFalse();
    shared.leave();
    shared.leave();
    assertThat(shared.permits(99)).as("the share of two").isTrue();
    assertThat(new WaitingBytes(Long.MAX_VALUE).permits(WaitingBytes.MOST)).isFalse();
  }

  @Test
  void a_refused_webhook_is_told_when_others_or_itself_gave_memory_back() {
    WaitingBytes shared = new WaitingBytes(800);
    AtomicInteger told = new AtomicInteger();
    shared.onRoom(told::incrementAndGet);
    shared.join();
    shared.join();
    shared.add(400);
    assertThat(shared.permits(200)).isFalse();
    shared.add(-100);
    assertThat(told).as("not enough to fetch for").hasValue(0);
    assertThat(shared.permitsAgain(200)).isFalse();
    assertThat(shared.permitsAgain(150)).as("three quarters of its share").isTrue();
    shared.add(-1);
    assertThat(told).hasValue(1);
    assertThat(shared.permitsAgain(300)).isTrue();
    shared.add(-100);
    assertThat(told).as("still has room").hasValue(1);
  }

  private WebhookReceiver slow() {
    return new WebhookReceiver(
        (delivery, exchange) -> released.await(60, TimeUnit.SECONDS) ? 204 : 500);
  }
}
