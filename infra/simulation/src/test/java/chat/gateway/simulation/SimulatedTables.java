package chat.gateway.simulation;

import chat.gateway.history.Histories;
import chat.gateway.intake.Intakes;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.Reactions;
import chat.writer.room.Effect;
import chat.writer.room.EventBatch;
import chat.writer.room.EventRow;
import chat.writer.room.InMemoryRoomTables;
import chat.writer.room.Removal;
import chat.writer.room.RemovalEffect.RemovalBegun;
import chat.writer.room.RoomEnd;
import chat.writer.room.RoomTables;
import chat.writer.room.SentMessage;
import chat.writer.room.StoredEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The tables, as one process sees them over the network: bucket by bucket, and not at once. */
final class SimulatedTables implements RoomTables, Histories.Rows, Intakes.Ids {

  private final InMemoryRoomTables tables;
  private final Network network;
  private final Host caller;
  private final Fault fault;

  /**
   * Tables as a caller sees them.
   *
   * @param fault the mistake that is made here, if it is one of the tables
   */
  SimulatedTables(InMemoryRoomTables tables, Network network, Host caller, Fault fault) {
    this.tables = tables;
    this.network = network;
    this.caller = caller;
    this.fault = fault;
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
    return network.call(caller, "write", () -> tables.write(batch).toCompletableFuture().join());
  }

  @Override
  public CompletionStage<Void> remember(SentMessage message) {
    return network.call(
        caller,
        "remember " + message.id(),
        () -> tables.remember(message).toCompletableFuture().join());
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
  public CompletionStage<Integer> countMembers(String room) {
    return network.call(
        caller, "count of " + room, () -> tables.countMembers(room).toCompletableFuture().join());
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

  @Override
  public CompletionStage<Map<Long, Long>> textsGoing(String room, Set<Long> targets) {
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
    if (fault == Fault.FORGOTTEN_REMOVALS && effect instanceof RemovalBegun) {
      return CompletableFuture.completedFuture(null);
    }
    return network.call(caller, "effect", () -> tables.apply(effect).toCompletableFuture().join());
  }

  @Override
  public CompletionStage<Optional<Intakes.Place>> find(String room, String sender, String id) {
    return network.call(
        caller,
        "find " + id,
        () ->
            tables
                .message(room, sender, id)
                .map(message -> new Intakes.Place(message.seq(), message.digest())));
  }

  /** All that they hold of a room. */
  CompletionStage<List<LoggedEvent>> events(String room) {
    return network.call(
        caller, "events of " + room, () -> tables.history(room).stream().map(this::event).toList());
  }

  @Override
  public CompletionStage<List<LoggedEvent>> before(String room, long before, int limit) {
    return buckets(room)
        .thenCompose(
            buckets -> {
              List<Long> newestFirst =
                  buckets.stream()
                      .filter(bucket -> bucket < before)
                      .sorted(Comparator.reverseOrder())
                      .toList();
              return gather(
                  newestFirst,
                  limit,
                  new ArrayList<>(),
                  bucket -> {
                    List<LoggedEvent> rows = new ArrayList<>(rows(room, bucket, 0, before));
                    Collections.reverse(rows);
                    return rows;
                  });
            })
        .thenApply(
            events -> {
              Collections.reverse(events);
              return events;
            });
  }

  @Override
  public CompletionStage<List<LoggedEvent>> between(
      String room, long after, long before, int limit) {
    return buckets(room)
        .thenCompose(
            buckets -> {
              long first = buckets.stream().filter(bucket -> bucket <= after).reduce(0L, Math::max);
              List<Long> oldestFirst =
                  buckets.stream().filter(bucket -> bucket >= first && bucket < before).toList();
              return gather(
                  oldestFirst,
                  limit,
                  new ArrayList<>(),
                  bucket -> rows(room, bucket, after, before));
            });
  }

  private CompletableFuture<List<Long>> buckets(String room) {
    return network.call(caller, "buckets of " + room, () -> tables.bucketsOf(room));
  }

  /** One bucket after the other, until there are enough. */
  private CompletableFuture<List<LoggedEvent>> gather(
      List<Long> buckets,
      int limit,
      List<LoggedEvent> found,
      Function<Long, List<LoggedEvent>> read) {
    if (buckets.isEmpty() || found.size() >= limit) {
      return CompletableFuture.completedFuture(found);
    }
    return network
        .call(caller, "rows", () -> read.apply(buckets.get(0)))
        .thenCompose(
            rows -> {
              found.addAll(rows.subList(0, Math.min(rows.size(), limit - found.size())));
              return gather(buckets.subList(1, buckets.size()), limit, found, read);
            });
  }

  private List<LoggedEvent> rows(String room, long bucket, long after, long before) {
    return tables.rows(room, bucket).stream()
        .filter(row -> row.seq() > after && row.seq() < before)
        .map(this::event)
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
