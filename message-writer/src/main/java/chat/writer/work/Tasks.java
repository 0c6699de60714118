package chat.writer.work;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Runs many small tasks with bounded parallelism, because the driver's queue is bounded. */
public final class Tasks {

  private Tasks() {}

  /** Runs tasks one after the other and stops at the first failure. */
  public static CompletableFuture<Void> inOrder(List<Supplier<CompletionStage<Void>>> tasks) {
    return atOnce(1, tasks);
  }

  /** Runs tasks in parallel; completes when all started tasks have. */
  public static CompletableFuture<Void> atOnce(
      int lanes, List<Supplier<CompletionStage<Void>>> tasks) {
    CompletableFuture<?>[] last = new CompletableFuture<?>[Math.min(lanes, tasks.size())];
    for (int lane = 0; lane < last.length; lane++) {
      last[lane] = lane(lane, last.length, tasks);
    }
    return CompletableFuture.allOf(last);
  }

  private static CompletableFuture<Void> lane(
      int first, int step, List<Supplier<CompletionStage<Void>>> tasks) {
    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    for (int i = first; i < tasks.size(); i += step) {
      Supplier<CompletionStage<Void>> task = tasks.get(i);
      done = done.thenCompose(before -> task.get());
    }
    return done;
  }
}
