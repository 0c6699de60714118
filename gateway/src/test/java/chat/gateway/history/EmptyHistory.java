package chat.gateway.history;

import chat.contract.log.ErasedUsers;
import chat.gateway.log.LogPositions;
import chat.gateway.log.PartitionLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The history of a log over empty tables. */
public final class EmptyHistory {

  private EmptyHistory() {}

  public static History over(Function<String, PartitionLog> logs, LogPositions positions) {
    return over(logs, positions, () -> Instant.EPOCH);
  }

  /**
   * Creates one.
   *
   * @param clock tells when positions are asked for again
   */
  public static History over(
      Function<String, PartitionLog> logs, LogPositions positions, InstantSource clock) {
    Archive archive =
        new Archive(
            new Watermarks(positions, clock),
            (partition, room, from, to) -> CompletableFuture.completedFuture(List.of()),
            new CountingTables(1),
            new ErasedUsers(),
            Runnable::run);
    return new History(
        logs,
        positions,
        archive,
        new HistorySettings(Duration.ofSeconds(3), 1_000),
        1 << 20,
        (future, timeout) -> {});
  }
}
