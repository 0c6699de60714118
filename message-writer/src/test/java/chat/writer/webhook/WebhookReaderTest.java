package chat.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import chat.writer.Eventually;
import chat.writer.WebhookReceiver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The reader of several webhooks, whose receivers are real ones on loopback. */
class WebhookReaderTest {

  private static final TopicPartition PARTITION = TestWebhook.partition(0);

  private final WaitingBytes bytes = new WaitingBytes(1 << 20);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile String topicId = "1";

  /** A partition with events of one byte, which can be read at any offset of a range. */
  private static class Log extends MockConsumer<byte[], byte[]> {

    private final long begin;
    private final long end;

    Log(long begin, long end) {
      super("none");
      this.begin = begin;
      this.end = end;
      updateBeginningOffsets(Map.of(PARTITION, begin));
      updateEndOffsets(Map.of(PARTITION, end));
    }

    /** A fetch has three records. */
    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      long from = paused().contains(PARTITION) ? end : position(PARTITION);
      if (from < begin) {
        throw new OffsetOutOfRangeException(Map.of(PARTITION, from));
      }
      for (long offset = from; offset < Math.min(end, from + 3); offset++) {
        addRecord(record(offset));
      }
      if (from >= end) {
        LockSupport.parkNanos(timeout.toNanos());
      }
      return super.poll(timeout);
    }

    ConsumerRecord<byte[], byte[]> record(long offset) {
      return TestWebhook.record(0, offset, "dev", 1);
    }
  }

  private static final class Unreadable extends Log {

    Unreadable() {
      super(0, 3);
    }

    @Override
    ConsumerRecord<byte[], byte[]> record(long offset) {
      return new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[1], new byte[1]) {
        @Override
        public byte[] value() {
          throw new IllegalStateException("planted");
        }
      };
    }
  }

  @Test
  void webhooks_at_different_places_get_all_events_although_one_takes_none() throws Throwable {
    try (WebhookReceiver slow =
            new WebhookReceiver(
                (delivery, exchange) -> released.await(60, TimeUnit.SECONDS) ? 204 : 500);
        WebhookReceiver good = new WebhookReceiver();
        TestWebhook stuck = new TestWebhook(TestWebhook.to(slow.url(), "1"), bytes);
        TestWebhook first = new TestWebhook(TestWebhook.to(good.url(), "1"), bytes);
        TestWebhook later = new TestWebhook(TestWebhook.to(good.url(), "1"), bytes)) {
      WebhookReader reader = reader(() -> new Log(0, 100));
      try {
        stuck.lanes.open(Map.of(PARTITION, 0L));
        first.lanes.open(Map.of(PARTITION, 10L));
        later.lanes.open(Map.of(PARTITION, 51L));
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
  void a_webhook_is_not_passed_over_events_that_can_not_be_read() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      WebhookReader reader = reader(Unreadable::new);
      try {
        hook.lanes.open(Map.of(PARTITION, 0L));
        reader.add(hook.lanes);
        Eventually.holds(
            () ->
                assertThat(hook.report.takeChange())
                    .extracting(WebhookStatus::error)
                    .isEqualTo("the events can't be read"));
        assertThat(hook.lanes.done()).isEqualTo(Map.of(PARTITION, 0L));
        assertThat(receiver.all()).isEmpty();
      } finally {
        reader.stop();
      }
    }
  }

  @Test
  void webhooks_begin_again_when_the_topic_was_made_again() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      WebhookReader reader = reader(() -> new Log(0, 3));
      try {
        hook.lanes.open(Map.of(PARTITION, 2L));
        reader.add(hook.lanes);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
        topicId = "2";
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1 + 3));
      } finally {
        reader.stop();
      }
    }
  }

  @Test
  void a_webhook_whose_next_events_are_removed_goes_on_with_the_first_ones_there()
      throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes);
        TestWebhook further = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      WebhookReader reader = reader(() -> new Log(5, 8));
      try {
        hook.lanes.open(Map.of(PARTITION, 2L));
        further.lanes.open(Map.of(PARTITION, 8L));
        reader.add(hook.lanes);
        reader.add(further.lanes);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(3));
        assertThat(further.lanes.done()).isEqualTo(Map.of(PARTITION, 8L));
      } finally {
        reader.stop();
      }
    }
  }

  private WebhookReader reader(Supplier<Consumer<byte[], byte[]>> consumers) {
    WebhookReader reader = new WebhookReader(TestWebhook.SETTINGS, consumers, () -> topicId);
    reader.start();
    return reader;
  }
}
