package chat.writer.room;

import chat.contract.Message;
import chat.contract.RoomEvent;
import chat.writer.room.MessageEffect.PersonNamed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of some records of the log.
 *
 * @param buckets that begin with some of the rows
 * @param rows in order of the log
 * @param people whom the rows name
 * @param ends of the rooms after them
 */
record WritePlan(
    List<NewBucket> buckets,
    List<EventRow> rows,
    List<SentMessage> messages,
    Set<PersonNamed> people,
    Map<String, RoomEnd> ends) {

  /**
   * Bounds of one write: beyond them a batch saves next to nothing, and a node has to hold it in
   * memory as a whole.
   */
  private static final int MAX_ROWS = 100;

  private static final int MAX_BYTES = 64 * 1024;

  /**
   * Plans.
   *
   * @param ends of the rooms before the entries; will be those after
   */
  static WritePlan of(List<Entry> entries, Map<String, RoomEnd> ends, BucketLimit limit) {
    List<NewBucket> buckets = new ArrayList<>();
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
        if (end.bucket() == end.seq()) {
          buckets.add(new NewBucket(room, end.bucket(), before.lastMessage()));
        }
        RoomEvent event = entry.event();
        if (event != null) {
          People.in(event).forEach(user -> people.add(new PersonNamed(user, room, end.bucket())));
        }
      }
    }
    return new WritePlan(
        buckets,
        rows,
        entries.stream().map(Entry::message).filter(Objects::nonNull).toList(),
        people,
        ends);
  }

  private static EventRow row(String room, Entry entry, RoomEnd before, BucketLimit limit) {
    String author = entry.event() instanceof Message message ? message.user().id() : null;
    byte[] value = entry.record().value();
    RoomEnd end = before.followedBy(entry.seq(), value.length, author != null, limit);
    return new EventRow(room, before.seq(), entry.record().type(), value, end, author);
  }

  /** New buckets first, then all else at once. */
  CompletionStage<Void> write(RoomTables tables) {
    return all(buckets.stream().map(tables::open))
        .thenCompose(
            opened ->
                all(
                    Stream.concat(
                        batches().stream().map(tables::write),
                        messages.stream().map(tables::remember))));
  }

  /** The rows by bucket, in writes of a bounded size. */
  List<EventBatch> batches() {
    record Bucket(String room, long bucket) {}
    return rows.stream()
        .collect(Collectors.groupingBy(row -> new Bucket(row.room(), row.bucket())))
        .values()
        .stream()
        .flatMap(bucket -> split(bucket).stream())
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
