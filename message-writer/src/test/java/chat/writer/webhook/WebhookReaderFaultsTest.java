package chat.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import chat.writer.Eventually;
import chat.writer.WebhookReceiver;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The reader of webhooks when events are gone, of another topic, or corrupt. */
class WebhookReaderFaultsTest {

  private final WaitingBytes bytes = new WaitingBytes(1 << 20);
  private volatile String topicId = "1";

  private static final class Unreadable extends PartitionLog {

    Unreadable() {
      super(0, 3);
    }

    @Override
    ConsumerRecord<byte[], byte[]> record(long offset) {
      return new ConsumerRecord<>(
          PartitionLog.PARTITION.topic(), 0, offset, new byte[1], new byte[1]) {
        @Override
        public byte[] value() {
          throw new IllegalStateException("planted");
        }
      };
    }
  }

  @Test
  void a_webhook_is_not_passed_over_events_that_can_not_be_read() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      WebhookReader reader = reader(Unreadable::new);
      try {
        hook.lanes.open(PartitionLog.at(0));
        reader.add(hook.lanes);
        Eventually.holds(
            () ->
                assertThat(hook.report.takeChange())
                    .extracting(WebhookStatus::error)
                    .isEqualTo("the events can't be read"));
        assertThat(hook.lanes.done()).isEqualTo(PartitionLog.at(0, topicId));
        assertThat(receiver.all()).isEmpty();
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
      WebhookReader reader = reader(() -> new PartitionLog(5, 8));
      try {
        hook.lanes.open(PartitionLog.at(2));
        further.lanes.open(PartitionLog.at(8));
        reader.add(hook.lanes);
        reader.add(further.lanes);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(3));
        Eventually.holds(
            () -> assertThat(further.lanes.done()).isEqualTo(PartitionLog.at(8, topicId)));
      } finally {
        reader.stop();
      }
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
        before.lanes.open(PartitionLog.at(0));
        reader.add(before.lanes);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(Corrupt.AT));
        Eventually.holds(() -> assertThat(reader.unreadable()).isOne());
        behind.lanes.open(PartitionLog.at(Corrupt.AT + 3));
        reader.add(behind.lanes);
        Eventually.holds(() -> assertThat(other.accepted()).hasSize(60 - Corrupt.AT - 3));
        assertThat(receiver.accepted()).hasSize(Corrupt.AT);
        assertThat(before.report.takeChange())
            .extracting(WebhookStatus::error)
            .isEqualTo("the events can't be read");
        assertThat(behind.report.takeChange()).extracting(WebhookStatus::failedAt).isNull();
        corrupt.set(false);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(60));
        Eventually.holds(() -> assertThat(reader.unreadable()).isZero());
      } finally {
        reader.stop();
      }
    }
  }

  @Test
  void a_webhook_goes_on_when_a_corrupt_batch_is_mended_also_if_it_is_the_only_one()
      throws Throwable {
    AtomicBoolean corrupt = new AtomicBoolean(true);
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      WebhookReader reader = reader(() -> new Corrupt(corrupt));
      try {
        hook.lanes.open(PartitionLog.at(0));
        reader.add(hook.lanes);
        Eventually.holds(() -> assertThat(reader.unreadable()).isOne());
        corrupt.set(false);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(60));
        reader.remove(hook.lanes);
        Eventually.holds(() -> assertThat(reader.unreadable()).isZero());
      } finally {
        reader.stop();
      }
    }
  }

  /** Says it as Kafka's consumer does, and like it keeps the failure. */
  private static final class Corrupt extends PartitionLog {

    static final int AT = 30;

    private final AtomicBoolean corrupt;
    private boolean kept;

    Corrupt(AtomicBoolean corrupt) {
      super(0, 60);
      this.corrupt = corrupt;
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
      kept &= partitions.contains(PARTITION);
      super.assign(partitions);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      boolean isThere = !paused().contains(PARTITION) && position(PARTITION) == AT;
      if (isThere && (kept || corrupt.get())) {
        kept = true;
        throw new KafkaException(
            "Record batch for partition "
                + PartitionLog.PARTITION
                + " at offset 30 is invalid, cause: planted");
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

  @Test
  void webhooks_begin_again_when_the_topic_was_made_again() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestWebhook hook = new TestWebhook(TestWebhook.to(receiver.url(), "1"), bytes)) {
      WebhookReader reader = reader(() -> new PartitionLog(0, 3));
      try {
        hook.lanes.open(PartitionLog.at(2));
        reader.add(hook.lanes);
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
        topicId = "2";
        Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1 + 3));
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
      WebhookReader reader = reader(() -> new PartitionLog(0, 200));
      try {
        hook.lanes.open(PartitionLog.at(100));
        reader.add(hook.lanes);
        Eventually.holds(() -> assertThat(hook.isFull(0)).isTrue());
        Eventually.holds(() -> assertThat(hook.lanes.done()).isEqualTo(PartitionLog.at(100, "1")));
        topicId = "2";
        Eventually.holds(() -> assertThat(hook.lanes.done()).isEqualTo(PartitionLog.at(0, "2")));
        answers.set(true);
        Eventually.holds(
            () ->
                assertThat(
                        receiver.accepted().stream().map(WebhookReceiver.Delivery::id).distinct())
                    .hasSize(200));
        Eventually.holds(() -> assertThat(hook.lanes.done()).isEqualTo(PartitionLog.at(200, "2")));
      } finally {
        reader.stop();
      }
    }
  }

  private WebhookReader reader(Supplier<Consumer<byte[], byte[]>> consumers) {
    WebhookReader reader = new WebhookReader(TestWebhook.SETTINGS, consumers, () -> topicId, bytes);
    reader.start();
    return reader;
  }
}
