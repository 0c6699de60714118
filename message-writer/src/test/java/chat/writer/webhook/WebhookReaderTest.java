package chat.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import chat.writer.Eventually;
import chat.writer.WebhookReceiver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
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
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable Thread thread;

    Log(long begin, long end) {
      super("none");
      this.begin = begin;
      this.end = end;
      updateBeginningOffsets(Map.of(PARTITION, begin));
      updateEndOffsets(Map.of(PARTITION, end));
    }

    /** Does not wait for the poll that it ends. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void wakeup() {
      woken.set(true);
      LockSupport.unpark(thread);
    }

    /** A fetch has three records. */
    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      thread = Thread.currentThread();
      if (woken.getAndSet(false)) {
        throw new WakeupException();
      }
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
        stuck.lanes.open(at(0));
        first.lanes.open(at(10));
        later.lanes.open(at(51));
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
        hook.lanes.open(at(0));
        reader.add(hook.lanes);
        Eventually.holds(
            () ->
                assertThat(hook.report.takeChange())
                    .extracting(WebhookStatus::error)
                    .isEqualTo("the events can't be read"));
        assertThat(hook.lanes.done()).isEqualTo(at(0, topicId));
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
        hook.lanes.open(at(2));
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
        hook.lanes.open(at(2));
        further.lanes.open(at(8));
        reader.add(hook.lanes);
        reader.add(further.lanes);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(3));
        assertThat(further.lanes.done()).isEqualTo(at(8, topicId));
      } finally {
        reader.stop();
      }
    }
  }

  /** A full lane of the earlier topic sends and commits nothing of it any more. */
  @Test
  void waiting_events_of_an_earlier_topic_do_not_hold_up_the_new_one() throws Throwable {
    AtomicBoolean answers = new AtomicBoolean();
    try (WebhookReceiver receiver =
            new WebhookReceiver((delivery, exchange) -> answers.get() ? 204 : 500);
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      WebhookReader reader = reader(() -> new Log(0, 200));
      try {
        hook.lanes.open(at(100));
        reader.add(hook.lanes);
        Eventually.holds(() -> assertThat(hook.isFull(0)).isTrue());
        Eventually.holds(() -> assertThat(hook.lanes.done()).isEqualTo(at(100, "1")));
        topicId = "2";
        Eventually.holds(() -> assertThat(hook.lanes.done()).isEqualTo(at(0, "2")));
        answers.set(true);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(200));
        Eventually.holds(() -> assertThat(hook.lanes.done()).isEqualTo(at(200, "2")));
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
        first.lanes.open(at(0));
        later.lanes.open(at(50));
        reader.add(first.lanes);
        reader.add(later.lanes);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(60 + 10));
      } finally {
        reader.stop();
      }
    }
  }

  /** Gives records with the second poll after a seek. */
  private static final class Late extends Log {

    private long asked = -1;

    Late() {
      super(0, 60);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      long at = position(PARTITION);
      if (asked != at) {
        asked = at;
        LockSupport.parkNanos(timeout.toNanos());
        return ConsumerRecords.empty();
      }
      return super.poll(timeout);
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> at(long next) {
    return at(next, "");
  }

  private static Map<TopicPartition, OffsetAndMetadata> at(long next, String topicId) {
    return Map.of(PARTITION, new OffsetAndMetadata(next, topicId));
  }

  private WebhookReader reader(Supplier<Consumer<byte[], byte[]>> consumers) {
    WebhookReader reader = new WebhookReader(TestWebhook.SETTINGS, consumers, () -> topicId);
    reader.start();
    return reader;
  }
}
