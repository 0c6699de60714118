package chat.writer.room;

import chat.writer.erasure.NamedEvents;
import chat.writer.room.MessageEffect.PersonNamed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The tables in memory: of two writes to a row the greater timestamp wins, and of equal ones the
 * later write. Fails on demand, before or after a write.
 */
public final class InMemoryRoomTables implements RoomTables, NamedEvents {

  /** The outcome of a write. */
  public enum Fate {
    DONE,
    LOST,
    DONE_BUT_UNANSWERED
  }

  private record Cell<T>(long timestamp, T value) {}

  private final Map<String, NavigableMap<Long, Cell<Long>>> buckets = new HashMap<>();
  private final Map<String, NavigableMap<Long, Cell<EventRow>>> events = new HashMap<>();
  private final LastWrites effects = new LastWrites();
  private final InMemoryIds ids = new InMemoryIds(effects);
  private final LastWrites work = new LastWrites();
  private final LongUnaryOperator timestamps;
  private Supplier<Fate> fate = () -> Fate.DONE;
  private final List<Runnable> held = new ArrayList<>();
  private boolean holding;
  private Predicate<Effect> dropped = effect -> false;
  private int reads;

  /** Correct tables: a write has its seq as the timestamp. */
  public InMemoryRoomTables() {
    this(LongUnaryOperator.identity());
  }

  /** Tables that replace the timestamps of writes. */
  public InMemoryRoomTables(LongUnaryOperator timestamps) {
    this.timestamps = timestamps;
  }

  /** Sets the outcome of each write from now on. */
  public void failing(Supplier<Fate> newFate) {
    fate = newFate;
  }

  /** Sets the effects that are never written, as a planted fault. */
  void dropping(Predicate<Effect> faulty) {
    dropped = faulty;
  }

  /** Sets whether new effects are held back. */
  void holding(boolean now) {
    holding = now;
  }

  /** Writes the effects that were held back. */
  void letGo() {
    List<Runnable> writes = List.copyOf(held);
    held.clear();
    writes.forEach(Runnable::run);
  }

  int reads() {
    return reads;
  }

  @Override
  public CompletionStage<RoomEnd> endBefore(String room, long seq) {
    reads++;
    Long bucket = buckets(room).lowerKey(seq);
    if (bucket == null) {
      return CompletableFuture.completedFuture(RoomEnd.NONE);
    }
    Map.Entry<Long, Cell<EventRow>> event = events(room, bucket).lowerEntry(seq);
    return CompletableFuture.completedFuture(
        event == null ? RoomEnd.NONE : event.getValue().value().end());
  }

  @Override
  public CompletionStage<Void> open(String room, long bucket) {
    return write(() -> put(buckets(room), bucket, bucket, bucket, Math::max));
  }

  @Override
  public CompletionStage<Void> write(EventBatch batch) {
    return write(
        () -> {
          for (EventRow row : batch.rows()) {
            put(
                events(row.room(), row.bucket()),
                row.seq(),
                row.seq(),
                row,
                InMemoryRoomTables::knowingMore);
            SentMessage message = row.message();
            if (message != null) {
              long timestamp = timestamps.applyAsLong(row.seq());
              if (row.isMessage()) {
                effects.put(
                    "room_messages",
                    timestamp,
                    List.of(row.room(), row.bucket(), row.seq()),
                    indexed(message));
              }
              ids.put(row, message, timestamp);
            }
          }
        });
  }

  private static Map<String, Object> indexed(SentMessage message) {
    return message.mentions().isEmpty()
        ? Map.of("author", message.sender())
        : Map.of("author", message.sender(), "mentions", message.mentions());
  }

  /** Writes the ids of messages as earlier versions of the writer do. */
  public void writeEarlierIds(EventBatch batch) {
    batch.rows().forEach(row -> ids.putEarlier(row, timestamps.applyAsLong(row.seq())));
  }

  @Override
  public CompletionStage<Optional<StoredEvent>> find(String room, long seq) {
    Long bucket = buckets(room).floorKey(seq);
    Cell<EventRow> event = bucket == null ? null : events(room, bucket).get(seq);
    return CompletableFuture.completedFuture(
        Optional.ofNullable(event)
            .map(Cell::value)
            .map(this::present)
            .map(InMemoryRoomTables::stored));
  }

  @Override
  public CompletionStage<Void> erased(String user, long erasedAt) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<List<PersonNamed>> named(
      String user, String afterRoom, long afterBucket, int limit) {
    return CompletableFuture.completedFuture(
        rows("rooms_written", user).stream()
            .map(
                row ->
                    new PersonNamed(
                        user,
                        (String) Objects.requireNonNull(row.get("room")),
                        (long) Objects.requireNonNull(row.get("bucket"))))
            .sorted(Comparator.comparing(PersonNamed::room).thenComparing(PersonNamed::bucket))
            .filter(named -> isAfter(named, afterRoom, afterBucket))
            .limit(limit)
            .toList());
  }

  private static boolean isAfter(PersonNamed named, String room, long bucket) {
    int order = named.room().compareTo(room);
    return order > 0 || (order == 0 && named.bucket() > bucket);
  }

  @Override
  public CompletionStage<List<StoredEvent>> events(
      String room, long bucket, long before, int limit) {
    return CompletableFuture.completedFuture(
        rows(room, bucket).stream()
            .filter(row -> row.seq() < before)
            .sorted(Comparator.comparing(EventRow::seq).reversed())
            .limit(limit)
            .map(InMemoryRoomTables::stored)
            .toList());
  }

  @Override
  public CompletionStage<Set<Long>> edits(String room, long bucket, long target) {
    return CompletableFuture.completedFuture(
        rows("room_events", room, bucket, target).stream()
            .findFirst()
            .map(InMemoryEffects::edits)
            .orElse(Set.of()));
  }

  @Override
  public CompletionStage<List<String>> members(String room, String after, int limit) {
    return CompletableFuture.completedFuture(
        rows("room_members", room).stream()
            .map(member -> (String) Objects.requireNonNull(member.get("user_id")))
            .filter(user -> user.compareTo(after) > 0)
            .sorted()
            .limit(limit)
            .toList());
  }

  @Override
  public CompletionStage<MemberCount> memberCount(String room) {
    reads++;
    List<Object> key = List.of(room);
    return CompletableFuture.completedFuture(
        effects
            .timestamp("rooms", key, "member_count")
            .map(upTo -> new MemberCount((int) effects.value("rooms", key, "member_count"), upTo))
            .orElse(MemberCount.NONE));
  }

  @Override
  public CompletionStage<Void> apply(Effect effect) {
    if (dropped.test(effect)) {
      return CompletableFuture.completedFuture(null);
    }
    if (holding) {
      CompletableFuture<CompletionStage<Void>> later = new CompletableFuture<>();
      held.add(() -> later.complete(write(effect)));
      return later.thenCompose(Function.identity());
    }
    return write(effect);
  }

  private CompletionStage<Void> write(Effect effect) {
    return CompletableFuture.allOf(
        InMemoryEffects.of(effect).stream()
            .map(
                write ->
                    write(() -> write.into(rows(effect), timestamps.applyAsLong(effect.seq()))))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }

  private LastWrites rows(Effect effect) {
    return effect instanceof RemovalEffect ? work : effects;
  }

  @Override
  public CompletionStage<Long> removalsDone(int partition) {
    return CompletableFuture.completedFuture(
        work.rows("removals_done", List.of(partition)).stream()
            .map(row -> (Long) Objects.requireNonNull(row.get("done")))
            .findFirst()
            .orElse(0L));
  }

  @Override
  public CompletionStage<List<Removal>> removals(int partition, long from, long before, int limit) {
    return CompletableFuture.completedFuture(
        work.rows("removals", List.of(partition)).stream()
            .filter(row -> row.containsKey("room"))
            .map(row -> removal(partition, row))
            .filter(removal -> removal.seq() >= from && removal.seq() < before)
            .sorted(Comparator.comparing(Removal::seq))
            .limit(limit)
            .toList());
  }

  private static Removal removal(int partition, Map<String, Object> row) {
    return new Removal(
        partition,
        (Long) Objects.requireNonNull(row.get("seq")),
        (String) Objects.requireNonNull(row.get("room")),
        (Long) Objects.requireNonNull(row.get("target")),
        (String) row.getOrDefault("after", ""));
  }

  /** The messages of a room whose edits lose their texts, with the seqs of their deletions. */
  public Map<Long, Long> textsGoing(String room) {
    Map<Long, Long> going = new HashMap<>();
    work.rows("texts_going", List.of(room))
        .forEach(
            row ->
                going.put(
                    (Long) Objects.requireNonNull(row.get("target")),
                    (Long) Objects.requireNonNull(row.get("deletion"))));
    return going;
  }

  /** The number of pending removals. */
  public int removals() {
    return work.rows("removals", List.of()).size();
  }

  /**
   * The rows of a table other than those of events and ids, by a prefix of their key; events have
   * their current values.
   */
  public List<Map<String, Object>> rows(String table, Object... key) {
    return effects.rows(table, List.of(key));
  }

  /** All these rows as text. */
  public List<String> effects() {
    return effects.all();
  }

  /** All events of a room, bucket by bucket, in the order of pages. */
  public List<EventRow> history(String room) {
    return bucketsOf(room).stream().flatMap(bucket -> rows(room, bucket).stream()).toList();
  }

  /** The names of a room's buckets. */
  public List<Long> bucketsOf(String room) {
    return List.copyOf(buckets(room).keySet());
  }

  /** The bound of the last message before a bucket, according to its row. */
  public long lastMessageBefore(String room, long bucket) {
    Object seq = effects.value("room_buckets", List.of(room, bucket), "last_message");
    return seq == null ? RoomEnd.UNKNOWN : (long) seq;
  }

  /** The events of a bucket, with their current values. */
  public List<EventRow> rows(String room, long bucket) {
    return events(room, bucket).values().stream().map(Cell::value).map(this::present).toList();
  }

  /** Whether some event is in a bucket that readers don't know. */
  public boolean hasStrays() {
    return events.entrySet().stream()
        .filter(bucket -> !bucket.getValue().isEmpty())
        .anyMatch(
            bucket -> {
              String[] key = bucket.getKey().split("/", -1);
              return !buckets(key[0]).containsKey(Long.parseLong(key[1]));
            });
  }

  /** The last message to which a sender gave an id. */
  public Optional<InMemoryIds.Sent> message(String room, String sender, String id) {
    return ids.find(room, buckets(room).keySet(), sender, id);
  }

  private static StoredEvent stored(EventRow row) {
    return new StoredEvent(row.bucket(), row.seq(), row.type(), row.value());
  }

  private EventRow present(EventRow row) {
    byte[] value =
        (byte[])
            effects.value("room_events", List.of(row.room(), row.bucket(), row.seq()), "value");
    return value == null
        ? row
        : new EventRow(row.room(), row.prev(), row.type(), value, row.end(), row.message());
  }

  private <K, T> void put(
      Map<K, Cell<T>> cells, K key, long seq, T value, BinaryOperator<T> atOneTime) {
    cells.merge(
        key,
        new Cell<>(timestamps.applyAsLong(seq), value),
        (old, later) ->
            later.timestamp() == old.timestamp()
                ? new Cell<>(old.timestamp(), atOneTime.apply(old.value(), later.value()))
                : later.timestamp() > old.timestamp() ? later : old);
  }

  /** Of two values with one timestamp the greater one stays; a missing value removes none. */
  private static EventRow knowingMore(EventRow old, EventRow later) {
    RoomEnd end = later.end();
    long lastMessage = Math.max(old.end().lastMessage(), end.lastMessage());
    return new EventRow(
        later.room(),
        later.prev(),
        later.type(),
        later.value(),
        new RoomEnd(end.seq(), end.bucket(), end.events(), end.bytes(), lastMessage),
        later.message());
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

  private NavigableMap<Long, Cell<Long>> buckets(String room) {
    return buckets.computeIfAbsent(room, first -> new TreeMap<>());
  }

  private NavigableMap<Long, Cell<EventRow>> events(String room, long bucket) {
    return events.computeIfAbsent(room + "/" + bucket, first -> new TreeMap<>());
  }
}
