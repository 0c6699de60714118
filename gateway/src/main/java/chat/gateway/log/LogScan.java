package chat.gateway.log;

import chat.contract.log.PartitionEvents;
import chat.contract.log.Topic;
import chat.contract.log.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the events of long ranges of the log, a batch at a time, on the caller's thread. */
public final class LogScan {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A batch ends at that many events or bytes. */
  private static final int EVENTS = 1_000;

  private static final int BYTES = 4 << 20;

  private final Supplier<Consumer<byte[], byte[]>> consumers;

  LogScan(Supplier<Consumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /** Gets the batches of a scan, in log order. */
  @FunctionalInterface
  public interface BatchHandler {

    /**
     * Handles a batch.
     *
     * @param events without {@code prev}
     * @return whether the scan goes on
     */
    boolean handle(List<LoggedEvent> events) throws InterruptedException;
  }

  /**
   * Reads the events of a range of times, up to an offset. Where retention cut the log, it begins
   * {@link Window#WARM_UP} records after the cut, as the verdicts on earlier ones are not certain.
   *
   * @param from the first time, in milliseconds; 0 for the beginning of the log
   * @param to the end of the times, exclusive; {@link Long#MAX_VALUE} for none
   * @param end the end of the offsets, exclusive
   * @return whether all batches were handled
   */
  public boolean read(PartitionLog log, long from, long to, long end, BatchHandler handler)
      throws InterruptedException {
    TopicPartition partition = new TopicPartition(Topic.MESSAGES, log.partition());
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      consumer.assign(List.of(partition));
      long begin =
          consumer.beginningOffsets(List.of(partition), TIMEOUT).getOrDefault(partition, 0L);
      long first =
          Math.max(
              Window.firstCertain(begin), from == 0 ? begin : at(consumer, partition, from, end));
      long last = to == Long.MAX_VALUE ? end : Math.min(end, at(consumer, partition, to, end));
      EventBatches batches = new EventBatches(log, first, last, handler);
      consumer.seek(partition, batches.judged.readFrom(begin));
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      while (consumer.position(partition) < last) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (!batches.add(record)) {
            return false;
          }
          deadline = System.nanoTime() + TIMEOUT.toNanos();
        }
        if (System.nanoTime() > deadline) {
          throw RoomLog.unavailable();
        }
      }
      return batches.flush();
    }
  }

  private static long at(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long time, long end) {
    @Nullable OffsetAndTimestamp found =
        consumer.offsetsForTimes(Map.of(partition, time), TIMEOUT).get(partition);
    return found == null ? end : found.offset();
  }

  private static final class EventBatches {
    private final PartitionLog log;
    private final PartitionEvents judged;
    private final long last;
    private final BatchHandler handler;
    private List<LoggedEvent> events = new ArrayList<>();
    private long bytes;

    EventBatches(PartitionLog log, long first, long last, BatchHandler handler) {
      this.log = log;
      this.judged = new PartitionEvents(log.partition(), log.epoch().partitions(), first);
      this.last = last;
      this.handler = handler;
    }

    boolean add(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
      judged
          .accept(
              record.offset(),
              record.key(),
              record.value(),
              name -> ConsumedRecords.header(record, name))
          .filter(event -> record.offset() < last && event.room() != null)
          .ifPresent(
              event -> {
                String room = String.valueOf(event.room());
                long seq = log.epoch().seq(record.offset());
                bytes += event.value().length;
                events.add(
                    new LoggedEvent(room, event.type(), seq, LogReader.UNKNOWN, event.value()));
              });
      return (events.size() < EVENTS && bytes < BYTES) || flush();
    }

    boolean flush() throws InterruptedException {
      List<LoggedEvent> batch = events;
      events = new ArrayList<>();
      bytes = 0;
      return batch.isEmpty() || handler.handle(batch);
    }
  }
}
