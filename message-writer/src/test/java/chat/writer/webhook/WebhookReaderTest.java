package chat.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import chat.writer.Eventually;
import chat.writer.WebhookReceiver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Test;

/** The reader of several webhooks, whose receivers are real ones on loopback. */
class WebhookReaderTest {

  private final WaitingBytes bytes = new WaitingBytes(1 << 20);
  private final CountDownLatch released = new CountDownLatch(1);

  @Test
  void webhooks_at_different_places_get_all_events_although_one_takes_none() throws Throwable {
    try (WebhookReceiver slow =
            new WebhookReceiver(
                (delivery, exchange) -> released.await(60, TimeUnit.SECONDS) ? 204 : 500);
        WebhookReceiver good = new WebhookReceiver();
        TestWebhook stuck = new TestWebhook(TestWebhook.to(slow.url(), "1"), bytes);
        TestWebhook first = new TestWebhook(TestWebhook.to(good.url(), "1"), bytes);
        TestWebhook later = new TestWebhook(TestWebhook.to(good.url(), "1"), bytes)) {
      WebhookReader reader = reader(() -> new PartitionLog(0, 100));
      try {
        stuck.lanes.open(PartitionLog.at(0));
        first.lanes.open(PartitionLog.at(10));
        later.lanes.open(PartitionLog.at(51));
        List.of(stuck, first, later).forEach(hook -> reader.add(hook.lanes));
        Eventually.holds(() -> assertThat(good.accepted()).hasSize(90 + 49));
        assertThat(good.accepted().stream().map(WebhookReceiver.Delivery::id).distinct())
            .hasSize(90);
        assertThat(slow.all()).hasSize(1);
        released.countDown();
        Eventually.holds(() -> assertThat(slow.accepted()).hasSize(100));
      } finally {
        reader.stop();
      }
    }
  }

  @Test
  void a_webhook_near_the_end_does_not_wait_for_the_backlog_of_another() throws Throwable {
    long end = 30_000;
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestWebhook behind = new TestWebhook(TestWebhook.to(receiver.url(), "1", "none"), bytes);
        TestWebhook near = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      AtomicLong behindAt = new AtomicLong();
      Supplier<Consumer<byte[], byte[]>> log =
          () ->
              new PartitionLog(0, end) {
                @Override
                ConsumerRecord<byte[], byte[]> record(long offset) {
                  if (offset == end - 10) {
                    behindAt.compareAndSet(0, behind.lanes.places().get(0).next());
                  }
                  return super.record(offset);
                }
              };
      WebhookReader reader = new WebhookReader(TestWebhook.SETTINGS, log, () -> "1", bytes);
      try {
        behind.lanes.open(PartitionLog.at(0));
        near.lanes.open(PartitionLog.at(end - 10));
        reader.add(behind.lanes);
        reader.add(near.lanes);
        reader.start();
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(10));
        assertThat(behindAt.get()).isLessThan(end / 2);
      } finally {
        reader.stop();
      }
    }
  }

  /** An answer that comes later than the next look must not be thrown away for another place. */
  @Test
  void webhooks_at_different_places_get_events_that_come_late() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestWebhook first = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes);
        TestWebhook later = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      WebhookReader reader = reader(Late::new);
      try {
        first.lanes.open(PartitionLog.at(0));
        later.lanes.open(PartitionLog.at(50));
        reader.add(first.lanes);
        reader.add(later.lanes);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(60 + 10));
      } finally {
        reader.stop();
      }
    }
  }

  /** Gives records with the second poll after a seek. */
  private static final class Late extends PartitionLog {

    private long asked = -1;

    Late() {
      super(0, 60);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      long at = position(PartitionLog.PARTITION);
      if (asked != at) {
        asked = at;
        LockSupport.parkNanos(timeout.toNanos());
        return ConsumerRecords.empty();
      }
      return super.poll(timeout);
    }
  }

  /** Another webhook holds all memory: of each of these waits one event at a time. */
  @Test
  void a_webhook_without_memory_gets_its_next_event_when_there_is_some_and_not_by_the_clock()
      throws Throwable {
    WaitingBytes few = new WaitingBytes(400);
    few.add(400);
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), few);
        TestWebhook other = new TestWebhook(TestWebhook.to(receiver.url(), "1"), few)) {
      WebhookReader reader = reader(Patient::new, few);
      try {
        hook.lanes.open(PartitionLog.at(0));
        other.lanes.open(PartitionLog.at(0));
        reader.add(hook.lanes);
        reader.add(other.lanes);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(2 * 60));
      } finally {
        reader.stop();
      }
    }
  }

  /** Returns without records only when it is woken up. */
  private static final class Patient extends PartitionLog {

    private final long end;

    Patient() {
      super(0, 60);
      this.end = 60;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      boolean isDone =
          !paused().contains(PartitionLog.PARTITION) && position(PartitionLog.PARTITION) >= end;
      return super.poll(isDone || timeout.isZero() ? timeout : Duration.ofMinutes(10));
    }
  }

  private WebhookReader reader(Supplier<Consumer<byte[], byte[]>> consumers) {
    return reader(consumers, bytes);
  }

  private WebhookReader reader(Supplier<Consumer<byte[], byte[]>> consumers, WaitingBytes bytes) {
    WebhookReader reader = new WebhookReader(TestWebhook.SETTINGS, consumers, () -> "1", bytes);
    reader.start();
    return reader;
  }
}
