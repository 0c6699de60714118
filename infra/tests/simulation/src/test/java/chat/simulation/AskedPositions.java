package chat.simulation;

import chat.gateway.log.LogPositions;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.SharedCall;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Positions read over the network, once for all callers at a time. */
final class AskedPositions implements LogPositions {

  private final SharedCall<Integer, long[]> ends;
  private final SharedCall<Integer, long[]> watermarks;

  /** Both calls return positions by partition. */
  AskedPositions(
      Supplier<CompletableFuture<long[]>> ends, Supplier<CompletableFuture<long[]>> watermarks) {
    this.ends = new SharedCall<>(asked -> ends.get(), Runnable::run);
    this.watermarks = new SharedCall<>(asked -> watermarks.get(), Runnable::run);
  }

  @Override
  public CompletableFuture<Long> caughtUp(PartitionLog log) {
    return ends.get(Set.of(log.partition()))
        .thenCompose(positions -> log.reaches(positions[log.partition()]));
  }

  @Override
  public CompletableFuture<Void> allCaughtUp() {
    throw new UnsupportedOperationException("the simulation lists no rooms");
  }

  @Override
  public CompletableFuture<Set<Integer>> behind(Duration patience) {
    throw new UnsupportedOperationException("the simulation lists no rooms");
  }

  @Override
  public CompletableFuture<Long> watermark(PartitionLog log) {
    return watermarks
        .get(Set.of(log.partition()))
        .thenApply(positions -> positions[log.partition()]);
  }
}
