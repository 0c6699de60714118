package chat.gateway.history;

import static chat.gateway.history.Events.first;
import static chat.gateway.history.Events.join;
import static chat.gateway.history.Events.last;

import chat.contract.Seq;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LogReader;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What stands before the tail: in the tables up to the writer's watermark, and from there in the
 * log itself, as long as the writers are behind. The watermark is always asked for before the
 * tables.
 */
final class Archive {

  private record Question(String room, long before, int limit) {}

  private final LogPositions positions;
  private final LogReader reader;
  private final EventTables tables;
  private final Coalescing<Question, List<LoggedEvent>> before = new Coalescing<>();

  Archive(LogPositions positions, LogReader reader, EventTables tables) {
    this.positions = positions;
    this.reader = reader;
    this.tables = tables;
  }

  /**
   * The newest events of a room before a seq that is not after the tail's start. Who asks the same
   * while it is looked up gets the same answer: what was before a place doesn't change.
   *
   * @return at most {@code limit}, in log order
   */
  CompletableFuture<List<LoggedEvent>> before(PartitionLog log, String room, long seq, int limit) {
    return before.get(new Question(room, seq, limit), () -> lookUp(log, room, seq, limit));
  }

  /**
   * The oldest events of a room after a seq, and before another that is not after the tail's start.
   *
   * @return at most {@code limit}, in log order
   */
  CompletableFuture<List<LoggedEvent>> between(
      PartitionLog log, String room, long after, long seq, int limit) {
    return positions
        .watermark(log)
        .thenCompose(
            watermark -> {
              if (isWritten(log, seq, watermark)) {
                return tables.between(room, after, seq, limit);
              }
              long written = log.epoch().seq(watermark);
              return tables
                  .between(room, after, written, limit)
                  .thenCombine(
                      unwritten(log, room, watermark, seq),
                      (old, recent) -> first(join(old, after(recent, after)), limit));
            });
  }

  private CompletionStage<List<LoggedEvent>> lookUp(
      PartitionLog log, String room, long seq, int limit) {
    return positions
        .watermark(log)
        .thenCompose(
            watermark ->
                isWritten(log, seq, watermark)
                    ? tables.before(room, seq, limit)
                    : tables
                        .before(room, log.epoch().seq(watermark), limit)
                        .thenCombine(
                            unwritten(log, room, watermark, seq),
                            (old, recent) -> last(join(old, recent), limit)));
  }

  private static boolean isWritten(PartitionLog log, long seq, long watermark) {
    return Seq.epoch(seq) != log.epoch().epoch() || watermark >= Seq.offset(seq);
  }

  /** What the writers have still to write, chained to what they have written. */
  private CompletionStage<List<LoggedEvent>> unwritten(
      PartitionLog log, String room, long watermark, long seq) {
    return tables
        .before(room, log.epoch().seq(watermark), 1)
        .thenCombine(
            reader.read(log, room, watermark, Seq.offset(seq)),
            (written, recent) -> {
              if (recent.isEmpty()) {
                return recent;
              }
              List<LoggedEvent> chained = new ArrayList<>(recent);
              long prev = written.isEmpty() ? Seq.NONE : written.get(0).seq();
              chained.set(0, recent.get(0).after(prev));
              return chained;
            });
  }

  private static List<LoggedEvent> after(List<LoggedEvent> events, long seq) {
    return events.stream().filter(event -> event.seq() > seq).toList();
  }
}
