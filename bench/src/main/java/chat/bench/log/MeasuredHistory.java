package chat.bench.log;

import chat.contract.log.ErasedUsers;
import chat.gateway.history.Archive;
import chat.gateway.history.Bucket;
import chat.gateway.history.EventTables;
import chat.gateway.history.History;
import chat.gateway.history.HistorySettings;
import chat.gateway.history.IndexedEvent;
import chat.gateway.history.Span;
import chat.gateway.history.Watermarks;
import chat.gateway.log.Deadlines;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Histories over tails alone; opened for benchmarks. */
public final class MeasuredHistory {

  private static final int MAX_MISSED = 1000;
  private static final long MAX_MISSED_BYTES = 1 << 20;

  private MeasuredHistory() {}

  /** A history whose tables are empty. */
  public static History ofTails(Function<String, PartitionLog> logs, LogPositions positions) {
    Archive archive =
        new Archive(
            new Watermarks(positions, InstantSource.system()),
            (log, room, from, to) -> CompletableFuture.completedFuture(List.of()),
            new Empty(),
            new ErasedUsers(),
            Runnable::run);
    HistorySettings settings = new HistorySettings(Duration.ofSeconds(1), MAX_MISSED);
    return new History(logs, positions, archive, settings, MAX_MISSED_BYTES, Deadlines.SYSTEM);
  }

  private static final class Empty implements EventTables {

    @Override
    public CompletionStage<List<Bucket>> bucketsBefore(String room, long before, int limit) {
      return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<List<Bucket>> bucketsAfter(
        String room, long after, long before, int limit) {
      return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<OptionalLong> lastMessage(String room, long bucket, long before) {
      return CompletableFuture.completedStage(OptionalLong.empty());
    }

    @Override
    public CompletionStage<List<LoggedEvent>> events(long bucket, Span span) {
      return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<List<LoggedEvent>> events(String room, long bucket, List<Long> seqs) {
      return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<List<IndexedEvent>> messages(long bucket, Span span) {
      return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<List<IndexedEvent>> lines(long bucket, Span span) {
      return CompletableFuture.completedStage(List.of());
    }
  }
}
