package chat.gateway.log;

import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomRecord;
import chat.contract.log.Topic;
import chat.contract.log.Window;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Looks up single records of the log, with the verdict that every reader gives on them. */
public final class LogVerdicts {

  private static final Duration POLL = Duration.ofMillis(100);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Duration timeout;

  LogVerdicts(Supplier<Consumer<byte[], byte[]>> consumers, Duration timeout) {
    this.consumers = consumers;
    this.timeout = timeout;
  }

  /** The verdict on a record. */
  public enum Verdict {
    /** An event of its room. */
    EVENT,
    /** It repeats an earlier message. */
    DUPLICATE,
    /** Its condition did not hold. */
    VOID;

    /** As in answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A record with its verdict; without its value.
   *
   * @param room null if its key names no room of its partition
   * @param appendedAt in milliseconds by the broker's clock
   * @param id as its sender gave it
   * @param gateway the one that appended it; empty if it does not tell
   * @param bytes length of its value
   * @param first offset of the record that it repeats, else its own
   * @param fault why it can't be read; null if it can
   */
  public record Judged(
      @Nullable String room,
      String type,
      long appendedAt,
      String id,
      String gateway,
      int bytes,
      Verdict verdict,
      long first,
      @Nullable String fault) {}

  /**
   * Looks up a record. Blocks, as it first reads the records that decide the verdict.
   *
   * @return empty if the log does not have it, or not any more
   * @throws chat.edge.problem.Refusal {@code unavailable} if the log does not answer in time
   */
  public Optional<Judged> judge(PartitionLog log, long offset) {
    TopicPartition partition = new TopicPartition(Topic.MESSAGES, log.partition());
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      consumer.assign(List.of(partition));
      long begin = offset(consumer.beginningOffsets(List.of(partition), timeout).get(partition));
      long end = offset(consumer.endOffsets(List.of(partition), timeout).get(partition));
      if (offset < begin || offset >= end) {
        return Optional.empty();
      }
      Window window = new Window();
      consumer.seek(partition, Window.warmUpFrom(offset, begin));
      while (consumer.position(partition) <= offset) {
        if (System.nanoTime() > deadline) {
          throw RoomLog.unavailable();
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          RoomRecord read = ConsumedRecords.read(record, log.epoch().partitions());
          long first = window.admit(record.offset(), read.identity(), read.condition());
          if (record.offset() == offset) {
            return Optional.of(judged(record, read, first));
          }
        }
      }
      return Optional.empty();
    }
  }

  private static long offset(@Nullable Long known) {
    if (known == null) {
      throw RoomLog.unavailable();
    }
    return known;
  }

  private static Judged judged(ConsumerRecord<byte[], byte[]> record, RoomRecord read, long first) {
    byte[] value = record.value();
    Verdict verdict =
        first == Window.VOID
            ? Verdict.VOID
            : first == record.offset() ? Verdict.EVENT : Verdict.DUPLICATE;
    return new Judged(
        read.room(),
        read.type(),
        record.timestamp(),
        RecordHeaders.text(ConsumedRecords.header(record, RecordHeaders.ID)),
        RecordHeaders.text(ConsumedRecords.header(record, RecordHeaders.GATEWAY)),
        value == null ? 0 : value.length,
        verdict,
        verdict == Verdict.DUPLICATE ? first : record.offset(),
        read.fault());
  }
}
