package chat.writer.webhook;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** A partition with events of one byte, which can be read at any offset of a range. */
class PartitionLog extends MockConsumer<byte[], byte[]> {

  static final TopicPartition PARTITION = TestWebhook.partition(0);

  private final long begin;
  private final long end;
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile @Nullable Thread thread;

  PartitionLog(long begin, long end) {
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

  static Map<TopicPartition, OffsetAndMetadata> at(long next) {
    return at(next, "");
  }

  static Map<TopicPartition, OffsetAndMetadata> at(long next, String topicId) {
    return Map.of(PARTITION, new OffsetAndMetadata(next, topicId));
  }
}
