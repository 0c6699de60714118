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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
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
  void a_webhook_near_the_end_does_not_wait_for_the_backlog_of_another() throws Throwable {
    long end = 30_000;
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestWebhook behind = new TestWebhook(TestWebhook.to(receiver.url(), "1", "none"), bytes);
        TestWebhook near = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      AtomicLong behindAt = new AtomicLong();
      Supplier<Consumer<byte[], byte[]>> log =
          () ->
              new Log(0, end) {
                @Override
                ConsumerRecord<byte[], byte[]> record(long offset) {
                  if (offset == end - 10) {
                    behindAt.compareAndSet(0, behind.lanes.places().get(0).next());
                  }
                  return super.record(offset);
                }
              };
      WebhookReader reader = new WebhookReader(TestWebhook.SETTINGS, log, () -> topicId, bytes);
      try {
        behind.lanes.open(at(0));
        near.lanes.open(at(end - 10));
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
        TestWebhook hook =
            new TestWebhook(
                TestWebhook.to(receiver.url(), "1"), bytes, TestWebhook.manyAttempts())) {
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

  /** Those before the batch wait there until it can be read. */
  @Test
  void a_corrupt_batch_holds_up_only_the_webhooks_before_it() throws Throwable {
    AtomicBoolean corrupt = new AtomicBoolean(true);
    try (WebhookReceiver receiver = new WebhookReceiver();
        WebhookReceiver other = new WebhookReceiver();
        TestWebhook before = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes);
        TestWebhook behind = new TestWebhook(TestWebhook.to(other.url(), "1"), bytes)) {
      WebhookReader reader = reader(() -> new Corrupt(corrupt));
      try {
        before.lanes.open(at(0));
        reader.add(before.lanes);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(Corrupt.AT));
        Eventually.holds(() -> assertThat(reader.unreadable()).isOne());
        behind.lanes.open(at(Corrupt.AT + 3));
        reader.add(behind.lanes);
        Eventually.holds(() -> assertThat(other.accepted()).hasSize(60 - Corrupt.AT - 3));
        assertThat(receiver.accepted()).hasSize(Corrupt.AT);
        assertThat(before.report.takeChange())
            .extracting(WebhookStatus::error)
            .isEqualTo("the events can't be read");
        assertThat(behind.report.takeChange()).extracting(WebhookStatus::failedAt).isNull();
        corrupt.set(false);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(60));
        assertThat(reader.unreadable()).isZero();
      } finally {
        reader.stop();
      }
    }
  }

  /** Says it as Kafka's consumer does. */
  private static final class Corrupt extends Log {

    static final int AT = 30;

    private final AtomicBoolean corrupt;

    Corrupt(AtomicBoolean corrupt) {
      super(0, 60);
      this.corrupt = corrupt;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (corrupt.get() && !paused().contains(PARTITION) && position(PARTITION) == AT) {
        throw new KafkaException(
            "Record batch for partition " + PARTITION + " at offset 30 is invalid, cause: planted");
      }
      return super.poll(timeout);
    }
  }

  @Test
  void a_failure_of_one_partition_is_not_taken_for_that_of_another() {
    KafkaException failure =
        new KafkaException("corrupt message at offset 3 of topic-partition chat.events-12");
    assertThat(
            UnreadablePlaces.find(
                failure, List.of(TestWebhook.partition(1), TestWebhook.partition(2))))
        .isNull();
    assertThat(
            UnreadablePlaces.find(
                failure, List.of(TestWebhook.partition(1), TestWebhook.partition(12))))
        .isEqualTo(TestWebhook.partition(12));
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
        hook.lanes.open(at(0));
        other.lanes.open(at(0));
        reader.add(hook.lanes);
        reader.add(other.lanes);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(2 * 60));
      } finally {
        reader.stop();
      }
    }
  }

  /** Returns without records only when it is woken up. */
  private static final class Patient extends Log {

    private final long end;

    Patient() {
      super(0, 60);
      this.end = 60;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      boolean isDone = !paused().contains(PARTITION) && position(PARTITION) >= end;
      return super.poll(isDone || timeout.isZero() ? timeout : Duration.ofMinutes(10));
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> at(long next) {
    return at(next, "");
  }

  private static Map<TopicPartition, OffsetAndMetadata> at(long next, String topicId) {
    return Map.of(PARTITION, new OffsetAndMetadata(next, topicId));
  }

  private WebhookReader reader(Supplier<Consumer<byte[], byte[]>> consumers) {
    return reader(consumers, bytes);
  }

  private WebhookReader reader(Supplier<Consumer<byte[], byte[]>> consumers, WaitingBytes bytes) {
    WebhookReader reader = new WebhookReader(TestWebhook.SETTINGS, consumers, () -> topicId, bytes);
    reader.start();
    return reader;
  }
}
