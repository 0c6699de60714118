package chat.upload.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.event.Deleted;
import chat.contract.event.Message;
import chat.contract.log.PartitionEvents;
import chat.contract.log.RoomRecord;
import chat.epochs.ReadingStart;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the room log while this process owns it. Judges each record as gateways do, so
 * duplicates and void records neither use nor release a file. Confined to the consumer's thread.
 */
final class UsePartition {

  /**
   * The JSON of a message with attachments contains this; inside a text the quotes would be
   * escaped.
   */
  private static final String ATTACHMENTS = "\"attachments\":[";

  private final ReadingStart start;
  private final PartitionEvents events;
  private final Queue<Counted> waiting = new ArrayDeque<>(); // at most the records of one poll
  private long next;
  private long committed;

  /** An event that concerns files, and its seq. */
  record Counted(long seq, RoomRecord event) {}

  UsePartition(int partition, ReadingStart start) {
    this.start = start;
    this.events = new PartitionEvents(partition, start.life().partitions(), start.from());
    this.next = start.warmFrom();
    this.committed = start.from();
  }

  /** Whether a record follows the accepted ones, or is among the uncommitted ones. */
  boolean expects(ConsumerRecord<?, ?> log) {
    return log.offset() >= Math.min(committed, next);
  }

  /** Accepts a record and skips one that was accepted before. */
  void accept(ConsumerRecord<byte[], byte[]> log) {
    if (log.offset() < next) {
      return;
    }
    next = log.offset() + 1;
    events
        .accept(log.offset(), log.key(), log.value(), name -> header(log, name))
        .filter(UsePartition::concernsFiles)
        .ifPresent(event -> waiting.add(new Counted(start.life().seq(log.offset()), event)));
  }

  /** Handles the accepted events in order; a failed one stays, with all that follow. */
  void handle(Consumer<Counted> handler) {
    for (Counted first = waiting.peek(); first != null; first = waiting.peek()) {
      handler.accept(first);
      waiting.remove();
    }
  }

  /** The commit after all accepted events are handled; null if nothing is uncommitted. */
  @Nullable OffsetAndMetadata commit() {
    return next > committed ? start.commit(next) : null;
  }

  void committed() {
    committed = Math.max(committed, next);
  }

  /** Nearly all messages have no files and are not parsed. */
  private static boolean concernsFiles(RoomRecord event) {
    return event.fault() == null
        && (event.type().equals(Deleted.TYPE)
            || (event.type().equals(Message.TYPE)
                && new String(event.value(), UTF_8).contains(ATTACHMENTS)));
  }

  /** The value of a record's last header of a name, null without one. */
  static byte @Nullable [] header(ConsumerRecord<?, ?> log, String name) {
    Header header = log.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
