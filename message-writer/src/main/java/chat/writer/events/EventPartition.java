package chat.writer.events;

import chat.contract.Names;
import chat.contract.log.CloudEventHeaders;
import chat.contract.log.ErasedUsers;
import chat.contract.log.EventFrame;
import chat.contract.log.PartitionEvents;
import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomRecord;
import chat.contract.log.Topic;
import chat.epochs.ReadingStart;
import chat.writer.room.RoomEnd;
import chat.writer.room.RoomTables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the room log on its way into {@link Topic#EVENTS}, while this process owns it.
 * It reads from so far back that the window is full, and that the tables have every event before
 * the first one that is linked here. Used by the stream's thread only.
 */
final class EventPartition {

  private final ReadingStart start;
  private final long linkFrom;
  private final PartitionEvents events;
  private final RoomLinks links;
  private final RoomTables tables;
  private final ErasedUsers erased;

  /** The look-ups of the rooms of the next records. */
  private final Map<String, CompletableFuture<Long>> lookUps = new HashMap<>();

  private long next;
  private long committed;

  /**
   * A partition before its first record.
   *
   * @param start the first record to publish is at its {@link ReadingStart#from}
   * @param linkFrom the offset from which events are linked, at most that; the tables have all
   *     events before it
   * @param begin the first offset that the log still has
   * @param rooms maximum number of rooms that are kept in memory
   * @param erased the users whose names and texts are left out
   */
  EventPartition(
      ReadingStart start,
      int number,
      long linkFrom,
      long begin,
      int rooms,
      RoomTables tables,
      ErasedUsers erased) {
    this.start = start;
    this.linkFrom = linkFrom;
    this.events = new PartitionEvents(number, start.life().partitions(), linkFrom);
    this.links = new RoomLinks(rooms);
    this.tables = tables;
    this.erased = erased;
    this.next = events.readFrom(begin);
    this.committed = start.from();
  }

  /** The offset at which reading begins or goes on. */
  long next() {
    return next;
  }

  /** The id of the topic in whose life it was opened. */
  String topicId() {
    return start.life().topicId();
  }

  /**
   * Looks up the last event of each room of the next records that is not known yet. What was found
   * is kept, so a failed attempt can be repeated.
   */
  CompletableFuture<Void> link(List<ConsumerRecord<byte[], byte[]>> records) {
    if (links.isFull()) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the tables are too far behind the log"));
    }
    lookUps.values().removeIf(CompletableFuture::isCompletedExceptionally);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String room = record.offset() < linkFrom ? null : room(record);
      if (room != null && !links.has(room)) {
        lookUps.computeIfAbsent(room, unknown -> lastBefore(unknown, record.offset()));
      }
    }
    return CompletableFuture.allOf(lookUps.values().toArray(CompletableFuture[]::new));
  }

  /**
   * Resolves the next records, whose rooms are linked.
   *
   * @return their events from the first one to publish on, in order
   */
  List<ProducerRecord<byte[], byte[]>> resolve(List<ConsumerRecord<byte[], byte[]>> records) {
    lookUps.forEach((room, seq) -> links.put(room, seq.join()));
    lookUps.clear();
    List<ProducerRecord<byte[], byte[]>> resolved = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      next = record.offset() + 1;
      Optional<RoomRecord> event =
          events.accept(
              record.offset(),
              record.key(),
              record.value(),
              name -> header(record.headers(), name));
      event.ifPresent(
          one -> {
            ProducerRecord<byte[], byte[]> linked = linked(record, one);
            if (record.offset() >= start.from()) {
              resolved.add(linked);
            }
          });
    }
    return resolved;
  }

  /** The log's timestamp of the first of the next records that is to be published; 0: none is. */
  long waitingSince(List<ConsumerRecord<byte[], byte[]>> records) {
    ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
    return last.offset() < start.from()
        ? 0
        : records.stream()
            .filter(record -> record.offset() >= start.from())
            .findFirst()
            .map(ConsumerRecord::timestamp)
            .orElse(0L);
  }

  /** Whether records were resolved whose offsets are not committed. */
  boolean hasToCommit() {
    return next > committed;
  }

  /** The commit for all resolved records. */
  OffsetAndMetadata commit() {
    return start.commit(next);
  }

  /** The commit was accepted. */
  void committed() {
    committed = next;
  }

  /** Whether {@link #drop} would free memory. */
  boolean isCrowded() {
    return links.isCrowded();
  }

  /** Drops rooms whose last event the tables have, which have every event before an offset. */
  void drop(long written) {
    links.drop(start.life().seq(written));
  }

  private ProducerRecord<byte[], byte[]> linked(
      ConsumerRecord<byte[], byte[]> record, RoomRecord event) {
    String room = String.valueOf(event.room());
    long seq = start.life().seq(record.offset());
    Long prev = links.append(room, seq);
    if (prev == null) {
      throw new IllegalStateException("room=" + room + " seq=" + seq + " has no link");
    }
    ProducerRecord<byte[], byte[]> resolved =
        new ProducerRecord<>(
            Topic.EVENTS,
            record.partition(),
            Math.max(0, record.timestamp()),
            record.key(),
            EventFrame.of(erased.without(event.value()), seq, prev));
    Headers headers = resolved.headers();
    CloudEventHeaders.write(
        headers::add,
        room,
        event.type(),
        seq,
        record.timestamp(),
        header(record.headers(), RecordHeaders.ID));
    byte[] trace = header(record.headers(), RecordHeaders.TRACEPARENT);
    if (trace != null) {
      headers.add(RecordHeaders.TRACEPARENT, trace);
    }
    return resolved;
  }

  private CompletableFuture<Long> lastBefore(String room, long offset) {
    return tables
        .endBefore(room, start.life().seq(offset))
        .thenApply(RoomEnd::seq)
        .toCompletableFuture();
  }

  private static @Nullable String room(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    String room = key == null ? "" : new String(key, StandardCharsets.UTF_8);
    return Names.isRoom(room) ? room : null;
  }

  private static byte @Nullable [] header(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : header.value();
  }
}
