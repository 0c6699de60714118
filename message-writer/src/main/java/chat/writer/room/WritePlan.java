package chat.writer.room;

import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.writer.room.MessageEffect.BucketBegun;
import chat.writer.room.MessageEffect.PersonNamed;
import chat.writer.work.Tasks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of some records of the log.
 *
 * @param buckets the buckets that begin with some of the rows, as far as the events before them are
 *     known
 * @param rows in log order
 * @param people the users whom the rows name
 * @param ends of the rooms after the rows
 */
record WritePlan(
    List<BucketBegun> buckets,
    List<EventRow> rows,
    Set<PersonNamed> people,
    Map<String, RoomEnd> ends) {

  /**
   * Limits of one write: a larger batch saves next to nothing, and a node holds it in memory as a
   * whole.
   */
  private static final int MAX_ROWS = 100;

  private static final int MAX_BYTES = 64 * 1024;

  /**
   * Plans the rows of entries.
   *
   * @param ends of the rooms before the entries; updated to those after them
   */
  static WritePlan of(List<Entry> entries, Map<String, RoomEnd> ends, BucketLimit limit) {
    List<BucketBegun> buckets = new ArrayList<>();
    List<EventRow> rows = new ArrayList<>(entries.size());
    Set<PersonNamed> people = new LinkedHashSet<>();
    for (Entry entry : entries) {
      String room = entry.room();
      if (room != null) {
        RoomEnd before = Objects.requireNonNull(ends.get(room));
        EventRow row = row(room, entry, before, limit);
        RoomEnd end = row.end();
        ends.put(room, end);
        rows.add(row);
        if (end.bucket() == end.seq() && before.lastMessage() != RoomEnd.UNKNOWN) {
          buckets.add(new BucketBegun(room, end.bucket(), before.lastMessage()));
        }
        RoomEvent event = entry.event();
        if (event != null) {
          People.in(event).forEach(user -> people.add(new PersonNamed(user, room, end.bucket())));
        }
      }
    }
    return new WritePlan(buckets, rows, people, ends);
  }

  private static EventRow row(String room, Entry entry, RoomEnd before, BucketLimit limit) {
    byte[] value = entry.record().value();
    boolean isMessage = entry.event() instanceof Message;
    RoomEnd end = before.followedBy(entry.seq(), value.length, isMessage, limit);
    return new EventRow(room, before.seq(), entry.record().type(), value, end, entry.message());
  }

  /** Writes new buckets first, then all other rows in parallel. */
  CompletionStage<Void> write(RoomTables tables) {
    return all(rows.stream()
            .filter(row -> row.seq() == row.bucket())
            .map(row -> tables.open(row.room(), row.bucket())))
        .thenCompose(opened -> all(batches().stream().map(batches -> write(batches, tables))));
  }

  /**
   * Writes batches one after the other: an event whose row claims that all messages of its bucket
   * are in {@code room_messages} is written after them.
   */
  private static CompletionStage<Void> write(List<EventBatch> batches, RoomTables tables) {
    return Tasks.inOrder(
        batches.stream()
            .<Supplier<CompletionStage<Void>>>map(batch -> () -> tables.write(batch))
            .toList());
  }

  /** The rows by bucket, split into writes of a bounded size. */
  List<List<EventBatch>> batches() {
    record Bucket(String room, long bucket) {}
    return rows.stream()
        .collect(Collectors.groupingBy(row -> new Bucket(row.room(), row.bucket())))
        .values()
        .stream()
        .map(WritePlan::split)
        .toList();
  }

  private static List<EventBatch> split(List<EventRow> bucket) {
    List<EventBatch> batches = new ArrayList<>();
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < bucket.size(); i++) {
      int size = bucket.get(i).value().length;
      if (i > from && (i - from >= MAX_ROWS || bytes + size > MAX_BYTES)) {
        batches.add(new EventBatch(bucket.subList(from, i)));
        from = i;
        bytes = 0;
      }
      bytes += size;
    }
    batches.add(new EventBatch(bucket.subList(from, bucket.size())));
    return batches;
  }

  private static CompletableFuture<Void> all(Stream<CompletionStage<Void>> writes) {
    return CompletableFuture.allOf(
        writes.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
  }
}
