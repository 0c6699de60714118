package chat.gateway.history;

import static chat.gateway.history.Events.first;
import static chat.gateway.history.Events.join;
import static chat.gateway.history.Events.last;

import chat.contract.Seq;
import chat.gateway.log.ErasedUsers;
import chat.gateway.log.EventKind;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LogReader;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.LongFunction;

/**
 * What stands before the tail, in its present state: from the tables up to the writer's watermark,
 * and from there from the log itself, as long as the writers are behind. The watermark is always
 * asked for before the tables, and what the tail says of later changes is taken after them.
 */
final class Archive {

  private record Question(String room, long before, int limit) {}

  private final LogPositions positions;
  private final LogReader reader;
  private final EventTables tables;
  private final ErasedUsers erased;
  private final Coalescing<Question, List<LoggedEvent>> before = new Coalescing<>();

  Archive(LogPositions positions, LogReader reader, EventTables tables, ErasedUsers erased) {
    this.positions = positions;
    this.reader = reader;
    this.tables = tables;
    this.erased = erased;
  }

  /**
   * The newest events of a room before a seq that is not after the tail's start. Who asks the same
   * while it is looked up gets the same answer: what was before a place doesn't change.
   *
   * @return at most {@code limit}, in log order
   */
  CompletableFuture<List<LoggedEvent>> before(PartitionLog log, String room, long seq, int limit) {
    return before.get(
        new Question(room, seq, limit),
        () ->
            lookUp(
                log,
                room,
                seq,
                written -> tables.before(room, written, limit),
                (old, recent) -> last(join(old, recent), limit)));
  }

  /**
   * The oldest events of a room after a seq, and before another that is not after the tail's start.
   *
   * @return at most {@code limit}, in log order
   */
  CompletableFuture<List<LoggedEvent>> between(
      PartitionLog log, String room, long after, long seq, int limit) {
    return lookUp(
        log,
        room,
        seq,
        written -> tables.between(room, after, written, limit),
        (old, recent) -> first(join(old, after(recent, after)), limit));
  }

  /** What the tables hold before a seq that they have been written up to. */
  private CompletableFuture<List<LoggedEvent>> lookUp(
      PartitionLog log,
      String room,
      long seq,
      LongFunction<CompletionStage<List<LoggedEvent>>> inTables,
      BiFunction<List<LoggedEvent>, List<LoggedEvent>, List<LoggedEvent>> joining) {
    return watermark(log)
        .thenCompose(
            watermark -> {
              long written = log.epoch().seq(watermark);
              List<LoggedEvent> known = changes(log, room, written);
              return inTables
                  .apply(Math.min(seq, written))
                  .thenCombine(
                      unwritten(log, room, watermark),
                      (old, recent) -> {
                        List<LoggedEvent> later = join(recent, known);
                        later = join(later, after(changes(log, room, written), lastSeq(later)));
                        return Present.of(joining.apply(old, before(recent, seq)), later).stream()
                            .map(erased::without)
                            .toList();
                      });
            });
  }

  /**
   * Asked for only if the tail begins after what is known: else all that was written later is in
   * it.
   */
  private CompletableFuture<Long> watermark(PartitionLog log) {
    long known = log.written();
    if (known >= log.start()) {
      return CompletableFuture.completedFuture(known);
    }
    return positions
        .watermark(log)
        .thenApply(
            watermark -> {
              log.written(watermark);
              return watermark;
            });
  }

  /**
   * The changes of messages in the tail that the tables may not have. Asked for before and after
   * the tables: what comes meanwhile may be in the tables, what goes from the tail may not.
   */
  private static List<LoggedEvent> changes(PartitionLog log, String room, long written) {
    return log.slice(room, written - 1, History.END, EventKind.MESSAGE_CHANGE, Integer.MAX_VALUE)
        .events();
  }

  /** What the writers have still to write and the tail has no more, chained to what they wrote. */
  private CompletionStage<List<LoggedEvent>> unwritten(
      PartitionLog log, String room, long watermark) {
    long start = log.start();
    if (watermark >= start) {
      return CompletableFuture.completedStage(List.of());
    }
    return tables
        .before(room, log.epoch().seq(watermark), 1)
        .thenCombine(reader.read(log, room, watermark, start), Archive::chained);
  }

  private static long lastSeq(List<LoggedEvent> events) {
    return events.isEmpty() ? Seq.NONE : events.get(events.size() - 1).seq();
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

  private static List<LoggedEvent> before(List<LoggedEvent> events, long seq) {
    return events.stream().filter(event -> event.seq() < seq).toList();
  }

  private static List<LoggedEvent> after(List<LoggedEvent> events, long seq) {
    return events.stream().filter(event -> event.seq() > seq).toList();
  }
}
