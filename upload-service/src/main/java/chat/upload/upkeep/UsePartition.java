package chat.upload.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Deleted;
import chat.contract.Message;
import chat.contract.PartitionEvents;
import chat.contract.RoomRecord;
import chat.epochs.ReadingStart;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the room log, as long as this process has it. Judges each record as gateways do,
 * so duplicates and void records use no file and take none away. Used by the consumer's thread.
 */
final class UsePartition {

  /** As it stands in the bytes of a message that has some; in a text the quotes are escaped. */
  private static final String ATTACHMENTS = "\"attachments\":[";

  private final ReadingStart start;
  private final PartitionEvents events;
  private final Queue<Counted> waiting = new ArrayDeque<>(); // at most what one poll brings
  private long next;
  private long committed;

  /** An event that concerns files, with its place. */
  record Counted(long seq, RoomRecord event) {}

  UsePartition(int partition, ReadingStart start) {
    this.start = start;
    this.events = new PartitionEvents(partition, start.life().partitions(), start.from());
    this.next = start.warmFrom();
    this.committed = start.from();
  }

  /** Whether it was opened in that life of the topic. */
  boolean isOf(String topicId) {
    return start.life().topicId().equals(topicId);
  }

  /** Whether a record follows what was taken, or is among what is not committed yet. */
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

  /** Handles what was taken. What fails stays, and all that follows it. */
  void handle(Consumer<Counted> handler) {
    for (Counted first = waiting.peek(); first != null; first = waiting.peek()) {
      handler.accept(first);
      waiting.remove();
    }
  }

  /** What to commit when all that was taken is handled; null if that is committed already. */
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
