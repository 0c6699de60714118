package chat.gateway.history;

import static chat.gateway.history.Events.first;
import static chat.gateway.history.Events.join;
import static chat.gateway.history.Events.last;

import chat.contract.log.ErasedUsers;
import chat.contract.log.Seq;
import chat.gateway.log.EventKind;
import chat.gateway.log.LogReader;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * The events before the tail, in their current state: from the tables up to the message writer's
 * watermark, and from there from the log itself while the writer is behind. The watermark is always
 * read before the tables, and later changes are taken from the tail after them.
 */
public final class Archive {

  private record Question(String room, long before, EventKind kind, int limit) {}

  /** Events of a room as they were read, before later changes are applied. */
  private record Read(List<LoggedEvent> written, List<LoggedEvent> unwritten) {}

  private final Watermarks watermarks;
  private final LogReader reader;
  private final StoredEvents tables;
  private final ErasedUsers erased;
  private final Executor workers;
  private final Coalescing<Question, List<LoggedEvent>> before = new Coalescing<>();

  /**
   * Creates an archive.
   *
   * @param workers apply changes to events, and run the following stages
   */
  public Archive(
      Watermarks watermarks,
      LogReader reader,
      EventTables tables,
      ErasedUsers erased,
      Executor workers) {
    this.watermarks = watermarks;
    this.reader = reader;
    this.tables = new StoredEvents(tables);
    this.erased = erased;
    this.workers = workers;
  }

  /**
   * The newest events of a room before a seq that is not after the tail's start. Equal questions
   * share one look-up, as the events before a position don't change; it goes on as long as one
   * caller waits.
   *
   * @return at most {@code limit}, in log order
   */
  CompletableFuture<List<LoggedEvent>> before(
      PartitionLog log,
      String room,
      long seq,
      EventKind kind,
      int limit,
      Cancellation cancellation) {
    return before.get(
        new Question(room, seq, kind, limit),
        cancellation::isCancelled,
        allGone ->
            lookUp(
                log,
                room,
                allGone::getAsBoolean,
                written ->
                    tables.before(room, Math.min(seq, written), kind, limit, allGone::getAsBoolean),
                (old, recent) -> last(join(old, wanted(recent, Seq.NONE, seq, kind)), limit)));
  }

  /**
   * The oldest events of a room after a seq, and before another that is not after the tail's start.
   *
   * @return at most {@code limit}, in log order
   */
  CompletableFuture<List<LoggedEvent>> between(
      PartitionLog log,
      String room,
      long after,
      long seq,
      EventKind kind,
      int limit,
      Cancellation cancellation) {
    return lookUp(
        log,
        room,
        cancellation,
        written -> tables.between(room, after, Math.min(seq, written), kind, limit, cancellation),
        (old, recent) -> first(join(old, wanted(recent, after, seq, kind)), limit));
  }

  /** The event of a room at a position before the tail's start. */
  CompletableFuture<Optional<LoggedEvent>> at(
      PartitionLog log, String room, long seq, Cancellation cancellation) {
    return lookUp(
            log,
            room,
            cancellation,
            written ->
                seq < written
                    ? tables.at(room, seq).thenApply(Archive::list)
                    : CompletableFuture.completedStage(List.of()),
            (old, recent) -> join(old, wanted(recent, seq - 1, seq + 1, EventKind.ANY)))
        .thenApply(events -> events.stream().findFirst());
  }

  /** Counts the unread messages before the tail's start. */
  CompletableFuture<UnreadMessages> unread(
      PartitionLog log, String room, Unread unread, long seq, Cancellation cancellation) {
    return new Count(log, room, cancellation).from(unread, seq);
  }

  /** Counts backwards from a position, step by step. */
  private final class Count {
    private final PartitionLog log;
    private final String room;
    private final Cancellation cancellation;

    Count(PartitionLog log, String room, Cancellation cancellation) {
      this.log = log;
      this.room = room;
      this.cancellation = cancellation;
    }

    CompletableFuture<UnreadMessages> from(Unread unread, long before) {
      return watermarks
          .of(log)
          .thenCompose(
              watermark -> {
                cancellation.check();
                LaterChanges later = new LaterChanges(log, room, watermark);
                long written = log.epoch().seq(watermark);
                return tables
                    .messages(unread.span(room, Math.min(before, written)), cancellation)
                    .thenCombineAsync(
                        unwritten(log, room, watermark, later),
                        (lines, recent) -> after(unread, before, later, lines, recent),
                        workers)
                    .thenCompose(Function.identity());
              });
    }

    private CompletableFuture<UnreadMessages> after(
        Unread unread,
        long before,
        LaterChanges later,
        List<IndexedEvent> lines,
        List<LoggedEvent> recent) {
      List<IndexedEvent> all = new ArrayList<>(lines);
      wanted(recent, unread.after(), before, EventKind.MESSAGE).stream()
          .map(IndexedEvent::of)
          .forEach(all::add);
      Optional<Unread> counted =
          later
              .of(all.stream().map(IndexedEvent::seq).toList(), recent)
              .map(changes -> unread.count(all, changes, erased));
      if (counted.isEmpty()) {
        return from(unread, before);
      }
      return lines.size() < Unread.STEP || counted.get().isEnough()
          ? CompletableFuture.completedFuture(counted.get().messages())
          : from(counted.get(), lines.get(lines.size() - 1).seq());
    }
  }

  /** Events from the tables, then from the log, with later changes applied. */
  private CompletableFuture<List<LoggedEvent>> lookUp(
      PartitionLog log,
      String room,
      Cancellation cancellation,
      LongFunction<CompletionStage<List<LoggedEvent>>> inTables,
      BinaryOperator<List<LoggedEvent>> joining) {
    return watermarks
        .of(log)
        .thenCompose(
            watermark -> {
              cancellation.check();
              LaterChanges later = new LaterChanges(log, room, watermark);
              return inTables
                  .apply(log.epoch().seq(watermark))
                  .thenCombine(unwritten(log, room, watermark, later), Read::new)
                  .thenComposeAsync(
                      read -> {
                        cancellation.check();
                        return current(joining.apply(read.written, read.unwritten), read, later)
                            .map(CompletableFuture::completedFuture)
                            .orElseGet(() -> lookUp(log, room, cancellation, inTables, joining));
                      },
                      workers);
            });
  }

  private Optional<List<LoggedEvent>> current(
      List<LoggedEvent> events, Read read, LaterChanges later) {
    CurrentEvents current = new CurrentEvents(events);
    Optional<Map<Long, List<LoggedEvent>>> changes = later.of(current.messages(), read.unwritten);
    return changes.map(
        these -> current.after(these).stream().map(event -> event.without(erased)).toList());
  }

  /**
   * The events that the writer has not written and the tail has no more, chained to the written
   * ones.
   */
  private CompletionStage<List<LoggedEvent>> unwritten(
      PartitionLog log, String room, long watermark, LaterChanges later) {
    if (!later.isBehind()) {
      return CompletableFuture.completedStage(List.of());
    }
    return tables
        .before(room, log.epoch().seq(watermark), EventKind.ANY, 1, () -> false)
        .thenCombine(reader.read(log, room, watermark, later.start()), Archive::chained);
  }

  private static List<LoggedEvent> chained(List<LoggedEvent> written, List<LoggedEvent> recent) {
    if (recent.isEmpty()) {
      return recent;
    }
    List<LoggedEvent> chained = new ArrayList<>(recent);
    long prev = written.isEmpty() ? Seq.NONE : written.get(0).seq();
    chained.set(0, recent.get(0).after(prev));
    return chained;
  }

  private static List<LoggedEvent> wanted(
      List<LoggedEvent> events, long after, long before, EventKind kind) {
    return events.stream()
        .filter(event -> event.seq() > after && event.seq() < before)
        .filter(event -> kind.includes(event.type()))
        .toList();
  }

  private static <T> List<T> list(Optional<T> item) {
    return item.map(List::of).orElse(List.of());
  }
}
