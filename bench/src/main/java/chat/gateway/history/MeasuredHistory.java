package chat.gateway.history;

import chat.gateway.log.Deadlines;
import chat.gateway.log.ErasedUsers;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Histories over tails alone; opened for benchmarks. */
public final class MeasuredHistory {

  private static final int MAX_MISSED = 1000;

  private MeasuredHistory() {}

  /** One whose tables are empty. */
  public static History ofTails(Function<String, PartitionLog> logs, LogPositions positions) {
    EventTables empty =
        new EventTables() {
          @Override
          public CompletionStage<List<LoggedEvent>> before(String room, long before, int limit) {
            return CompletableFuture.completedStage(List.of());
          }

          @Override
          public CompletionStage<List<LoggedEvent>> between(
              String room, long after, long before, int limit) {
            return CompletableFuture.completedStage(List.of());
          }
        };
    Archive archive =
        new Archive(
            positions,
            (log, room, from, to) -> CompletableFuture.completedFuture(List.of()),
            empty,
            new ErasedUsers());
    HistorySettings settings = new HistorySettings(Duration.ofSeconds(1), MAX_MISSED);
    return new History(logs, positions, archive, settings, Deadlines.SYSTEM);
  }
}
