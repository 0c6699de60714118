package chat.writer.room;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tables in memory: of two writes to a row the greater timestamp wins, and at equal ones the
 * later. Fails on demand, before or after it has written.
 */
public final class InMemoryRoomTables implements RoomTables {

  /** What becomes of a write. */
  enum Fate {
    DONE,
    LOST,
    DONE_BUT_UNANSWERED
  }

  private final Map<String, NavigableMap<Long, Long>> buckets = new HashMap<>();
  private final Map<String, NavigableMap<Long, EventRow>> events = new HashMap<>();
  private final Map<String, SentMessage> messages = new HashMap<>();
  private Supplier<Fate> fate = () -> Fate.DONE;
  private int reads;

  /** Decides of each write from now on. */
  void failing(Supplier<Fate> newFate) {
    fate = newFate;
  }

  int reads() {
    return reads;
  }

  @Override
  public CompletionStage<RoomEnd> endBefore(String room, long seq) {
    reads++;
    Map.Entry<Long, Long> bucket = buckets(room).lowerEntry(seq);
    if (bucket == null) {
      return CompletableFuture.completedFuture(RoomEnd.NONE);
    }
    Map.Entry<Long, EventRow> event = events(room, bucket.getKey()).lowerEntry(seq);
    return CompletableFuture.completedFuture(event == null ? RoomEnd.NONE : event.getValue().end());
  }

  @Override
  public CompletionStage<Void> open(String room, long bucket) {
    return write(() -> buckets(room).put(bucket, bucket));
  }

  @Override
  public CompletionStage<Void> write(EventBatch batch) {
    return write(
        () -> {
          for (EventRow row : batch.rows()) {
            events(row.room(), row.bucket()).put(row.seq(), row);
          }
        });
  }

  @Override
  public CompletionStage<Void> remember(SentMessage message) {
    return write(
        () ->
            messages.merge(
                key(message.room(), message.sender(), message.id()),
                message,
                (old, later) -> later.seq() >= old.seq() ? later : old));
  }

  /** Everything that a room's buckets hold, bucket by bucket, as a reader would page it. */
  List<EventRow> history(String room) {
    return buckets(room).keySet().stream()
        .flatMap(bucket -> events(room, bucket).values().stream())
        .toList();
  }

  List<Long> bucketsOf(String room) {
    return List.copyOf(buckets(room).keySet());
  }

  /** Whether some event is in a bucket that readers don't know. */
  boolean hasStrays() {
    return events.entrySet().stream()
        .filter(bucket -> !bucket.getValue().isEmpty())
        .anyMatch(
            bucket -> {
              String[] key = bucket.getKey().split("/", -1);
              return !buckets(key[0]).containsKey(Long.parseLong(key[1]));
            });
  }

  Optional<SentMessage> message(String room, String sender, String id) {
    return Optional.ofNullable(messages.get(key(room, sender, id)));
  }

  private CompletionStage<Void> write(Runnable change) {
    Fate now = fate.get();
    if (now != Fate.LOST) {
      change.run();
    }
    return now == Fate.DONE
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(new IllegalStateException("no answer"));
  }

  private NavigableMap<Long, Long> buckets(String room) {
    return buckets.computeIfAbsent(room, first -> new TreeMap<>());
  }

  private NavigableMap<Long, EventRow> events(String room, long bucket) {
    return events.computeIfAbsent(room + "/" + bucket, first -> new TreeMap<>());
  }

  private static String key(String room, String sender, @Nullable String id) {
    return room + "/" + sender + "/" + id;
  }
}
