package chat.simulation;

import chat.contract.event.Message;
import chat.gateway.history.Bucket;
import chat.gateway.history.EventTables;
import chat.gateway.history.IndexedEvent;
import chat.gateway.history.Span;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.Reactions;
import chat.gateway.message.MessageIds;
import chat.writer.room.EarlierRows;
import chat.writer.room.Effect;
import chat.writer.room.EventBatch;
import chat.writer.room.EventRow;
import chat.writer.room.InMemoryRoomTables;
import chat.writer.room.MemberCount;
import chat.writer.room.MessageEffect.ReactionChanged;
import chat.writer.room.Removal;
import chat.writer.room.RemovalEffect.RemovalBegun;
import chat.writer.room.RoomEnd;
import chat.writer.room.RoomTables;
import chat.writer.room.StoredEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The tables, as one process sees them over the network: bucket by bucket, and not at once. */
final class SimulatedTables implements RoomTables, EventTables, MessageIds {

  private final InMemoryRoomTables tables;
  private final Network network;
  private final Host caller;
  private final Fault fault;

  private final Version version;

  /** The version of a writer. */
  enum Version {
    PRESENT,
    /** The one before the index of messages. */
    EARLIER,
    /** A mistake: it claims that messages are in the index, and leaves them out. */
    WITHOUT_INDEX,
    /** A mistake: it continues although a reaction is not written. */
    HASTY,
    /** A mistake: it does not record the removals of deletions. */
    FORGETFUL
  }

  private SimulatedTables(
      InMemoryRoomTables tables, Network network, Host caller, Fault fault, Version version) {
    this.tables = tables;
    this.network = network;
    this.caller = caller;
    this.fault = fault;
    this.version = version;
  }

  /**
   * Tables as a gateway sees them.
   *
   * @param fault the planted mistake, if it is one of readers
   */
  static SimulatedTables read(
      InMemoryRoomTables tables, Network network, Host caller, Fault fault) {
    return new SimulatedTables(tables, network, caller, fault, Version.PRESENT);
  }

  /** Tables as a writer writes them. */
  static SimulatedTables written(
      InMemoryRoomTables tables, Network network, Host caller, Version version) {
    return new SimulatedTables(tables, network, caller, Fault.NONE, version);
  }

  @Override
  public CompletionStage<RoomEnd> endBefore(String room, long seq) {
    return network.call(
        caller, "end of " + room, () -> tables.endBefore(room, seq).toCompletableFuture().join());
  }

  @Override
  public CompletionStage<Void> open(String room, long bucket) {
    return network.call(
        caller,
        "open bucket of " + room,
        () -> tables.open(room, bucket).toCompletableFuture().join());
  }

  @Override
  public CompletionStage<Void> write(EventBatch batch) {
    boolean isEarlier = version == Version.EARLIER || version == Version.WITHOUT_INDEX;
    EventBatch rows =
        switch (version) {
          case PRESENT, HASTY, FORGETFUL -> batch;
          case EARLIER -> EarlierRows.of(batch);
          case WITHOUT_INDEX -> EarlierRows.claimingMore(batch);
        };
    return network.call(
        caller,
        "write",
        () -> {
          if (isEarlier) {
            tables.writeEarlierIds(batch);
          }
          return tables.write(rows).toCompletableFuture().join();
        });
  }

  @Override
  public CompletionStage<Optional<StoredEvent>> find(String room, long seq) {
    return network.call(
        caller, "event of " + room, () -> tables.find(room, seq).toCompletableFuture().join());
  }

  @Override
  public CompletionStage<Set<Long>> edits(String room, long bucket, long target) {
    return network.call(
        caller,
        "edits of " + target,
        () -> tables.edits(room, bucket, target).toCompletableFuture().join());
  }

  @Override
  public CompletionStage<List<String>> members(String room, String after, int limit) {
    return network.call(
        caller,
        "members of " + room,
        () -> tables.members(room, after, limit).toCompletableFuture().join());
  }

  @Override
  public CompletionStage<MemberCount> memberCount(String room) {
    return network.call(
        caller, "count of " + room, () -> tables.memberCount(room).toCompletableFuture().join());
  }

  @Override
  public CompletionStage<Long> removalsDone(int partition) {
    return network.call(
        caller, "removals done", () -> tables.removalsDone(partition).toCompletableFuture().join());
  }

  @Override
  public CompletionStage<List<Removal>> removals(int partition, long from, long before, int limit) {
    return network.call(
        caller,
        "removals",
        () -> tables.removals(partition, from, before, limit).toCompletableFuture().join());
  }

  /** The deleted messages among some whose edits may still have texts. */
  CompletionStage<Map<Long, Long>> textsGoing(String room, Set<Long> targets) {
    return network.call(
        caller,
        "texts that go",
        () -> {
          Map<Long, Long> going = new HashMap<>(tables.textsGoing(room));
          going.keySet().retainAll(targets);
          return going;
        });
  }

  @Override
  public CompletionStage<Void> apply(Effect effect) {
    boolean isLost =
        (version == Version.FORGETFUL && effect instanceof RemovalBegun)
            || (version == Version.HASTY && effect instanceof ReactionChanged)
            || (version == Version.EARLIER && !EarlierRows.know(effect));
    return network.call(
        caller, "effect", () -> isLost ? null : tables.apply(effect).toCompletableFuture().join());
  }

  @Override
  public CompletionStage<Optional<MessageIds.Entry>> find(String room, String sender, String id) {
    return network.call(
        caller,
        "find " + id,
        () ->
            tables
                .message(room, sender, id)
                .map(message -> new MessageIds.Entry(message.seq(), message.digest())));
  }

  /** All events of a room in the tables. */
  CompletionStage<List<LoggedEvent>> events(String room) {
    return network.call(
        caller, "events of " + room, () -> tables.history(room).stream().map(this::event).toList());
  }

  @Override
  public CompletionStage<List<Bucket>> bucketsBefore(String room, long before, int limit) {
    return buckets(
        room,
        opened ->
            opened
                .filter(bucket -> bucket < before)
                .sorted(Comparator.reverseOrder())
                .limit(limit));
  }

  @Override
  public CompletionStage<List<Bucket>> bucketsAfter(
      String room, long after, long before, int limit) {
    return buckets(
        room, opened -> opened.filter(bucket -> bucket > after && bucket < before).limit(limit));
  }

  private CompletionStage<List<Bucket>> buckets(String room, UnaryOperator<Stream<Long>> wanted) {
    return network.call(
        caller,
        "buckets of " + room,
        () ->
            wanted
                .apply(tables.bucketsOf(room).stream())
                .map(bucket -> new Bucket(bucket, tables.lastMessageBefore(room, bucket)))
                .toList());
  }

  @Override
  public CompletionStage<OptionalLong> lastMessage(String room, long bucket, long before) {
    return network.call(
        caller,
        "last message of " + room,
        () ->
            in(new Span(room, 0, before, true, 1), tables.rows(room, bucket)).stream()
                .mapToLong(row -> row.end().lastMessage())
                .findFirst());
  }

  @Override
  public CompletionStage<List<LoggedEvent>> events(long bucket, Span span) {
    return network.call(
        caller,
        "events of " + span.room(),
        () -> in(span, tables.rows(span.room(), bucket)).stream().map(this::event).toList());
  }

  @Override
  public CompletionStage<List<LoggedEvent>> events(String room, long bucket, List<Long> seqs) {
    return network.call(
        caller,
        "some events of " + room,
        () ->
            tables.rows(room, bucket).stream()
                .filter(row -> seqs.contains(row.seq()))
                .map(this::event)
                .toList());
  }

  @Override
  public CompletionStage<List<IndexedEvent>> lines(long bucket, Span span) {
    return network.call(
        caller,
        "lines of " + span.room(),
        () ->
            in(span, tables.rows(span.room(), bucket)).stream()
                .map(row -> new IndexedEvent(row.seq(), row.type(), null))
                .toList());
  }

  @Override
  public CompletionStage<List<IndexedEvent>> messages(long bucket, Span span) {
    return network.call(
        caller,
        "messages of " + span.room(),
        () ->
            ordered(
                span,
                tables.rows("room_messages", span.room(), bucket).stream()
                    .map(SimulatedTables::message)
                    .sorted(Comparator.comparing(IndexedEvent::seq))
                    .toList(),
                IndexedEvent::seq));
  }

  private static IndexedEvent message(Map<String, Object> row) {
    boolean isDeleted = row.containsKey("deleted");
    return new IndexedEvent(
        (Long) Objects.requireNonNull(row.get("seq")),
        Message.TYPE,
        isDeleted ? null : (String) row.get("author"),
        mentions(row));
  }

  @SuppressWarnings("unchecked") // the writer's tables hold a list of texts there
  private static List<String> mentions(Map<String, Object> row) {
    return (List<String>) row.getOrDefault("mentions", List.of());
  }

  private static List<EventRow> in(Span span, List<EventRow> rows) {
    return ordered(span, rows, EventRow::seq);
  }

  private static <T> List<T> ordered(Span span, List<T> oldestFirst, ToLongFunction<T> seq) {
    List<T> rows = new ArrayList<>(oldestFirst);
    if (span.newestFirst()) {
      Collections.reverse(rows);
    }
    return rows.stream()
        .filter(row -> seq.applyAsLong(row) > span.after() && seq.applyAsLong(row) < span.before())
        .limit(span.limit())
        .toList();
  }

  private LoggedEvent event(EventRow row) {
    long bucket = row.end().bucket();
    Map<String, Object> made =
        tables.rows("room_events", row.room(), bucket, row.seq()).stream()
            .findFirst()
            .orElse(Map.of());
    Map<String, Set<String>> users = new LinkedHashMap<>();
    for (Map<String, Object> reaction :
        tables.rows("room_reactions", row.room(), bucket, row.seq())) {
      users
          .computeIfAbsent(String.valueOf(reaction.get("emoji")), first -> new LinkedHashSet<>())
          .add(String.valueOf(reaction.get("user_id")));
    }
    long changed = made.get("changed") instanceof Long seq ? seq : 0;
    return new LoggedEvent(
        row.room(),
        row.type(),
        row.seq(),
        row.prev(),
        row.value(),
        changed,
        fault == Fault.FORGOTTEN_CHANGES ? Reactions.NONE : new Reactions(users),
        (int) made.keySet().stream().filter(column -> column.startsWith("edits/")).count());
  }
}
