package chat.gateway.log;

import chat.contract.log.PartitionEvents;
import chat.contract.log.RoomRecord;
import chat.contract.log.Topic;
import chat.epochs.LogEpochs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads ranges of the log, each with a consumer of its own, as ranges are rarely needed. */
final class KafkaLogReader implements LogReader, AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final LogEpochs epochs;
  private final LogSettings settings;
  private final ExecutorService readers;

  KafkaLogReader(
      Supplier<Consumer<byte[], byte[]>> consumers, LogEpochs epochs, LogSettings settings) {
    this.consumers = consumers;
    this.epochs = epochs;
    this.settings = settings;
    this.readers =
        new ThreadPoolExecutor(
            settings.gapReaders(),
            settings.gapReaders(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.gapQueue()),
            task -> {
              Thread thread = new Thread(task, "log-reader");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public CompletableFuture<List<LoggedEvent>> read(
      PartitionLog log, String room, long from, long to) {
    if (to - from > settings.gapRecords()) {
      return CompletableFuture.failedFuture(RoomLog.unavailable());
    }
    try {
      return CompletableFuture.supplyAsync(() -> readRange(log, room, from, to), readers);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(RoomLog.unavailable());
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }

  private List<LoggedEvent> readRange(PartitionLog log, String room, long from, long to) {
    TopicPartition partition = new TopicPartition(Topic.MESSAGES, log.partition());
    PartitionEvents judged = new PartitionEvents(log.partition(), log.epoch().partitions(), from);
    RangeChain chain = new RangeChain(log, judged, room, to);
    long deadline = System.nanoTime() + settings.gapTimeout().toNanos();
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      consumer.assign(List.of(partition));
      long begin =
          consumer
              .beginningOffsets(List.of(partition), settings.gapTimeout())
              .getOrDefault(partition, Long.MAX_VALUE);
      if (begin > from) {
        throw RoomLog.unavailable();
      }
      consumer.seek(partition, judged.readFrom(begin));
      while (consumer.position(partition) < to) {
        if (System.nanoTime() > deadline) {
          throw RoomLog.unavailable();
        }
        consumer.poll(POLL).forEach(chain::add);
      }
    }
    requireSameTopic(log);
    return chain.events;
  }

  /** The records read are of this log only if its topic still exists. */
  private void requireSameTopic(PartitionLog log) {
    try {
      if (!epochs.topicId(Topic.MESSAGES).equals(log.epoch().topicId())) {
        throw RoomLog.unavailable();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RoomLog.unavailable();
    }
  }

  /** Collects the events of one room in a range. */
  private static final class RangeChain {
    private final PartitionLog log;
    private final PartitionEvents judged;
    private final String room;
    private final long to;
    private final List<LoggedEvent> events = new ArrayList<>();

    RangeChain(PartitionLog log, PartitionEvents judged, String room, long to) {
      this.log = log;
      this.judged = judged;
      this.room = room;
      this.to = to;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      judged
          .accept(
              record.offset(),
              record.key(),
              record.value(),
              name -> ConsumedRecords.header(record, name))
          .filter(event -> record.offset() < to && room.equals(event.room()))
          .ifPresent(event -> add(record.offset(), event));
    }

    private void add(long offset, RoomRecord event) {
      long prev = events.isEmpty() ? UNKNOWN : events.get(events.size() - 1).seq();
      events.add(new LoggedEvent(room, event.type(), log.epoch().seq(offset), prev, event.value()));
    }
  }
}
