package chat.gateway.session;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Keeps what one client sends to one room in order, also when something has to be looked up first.
 */
public final class Lanes {

  private final Map<String, CompletableFuture<Void>> last = new HashMap<>();

  /**
   * Runs a task once those before it in the lane have their place; at once if there are none.
   *
   * @param task starts something; what it returns is done when the next may start, however it ends
   */
  public synchronized void run(String lane, Supplier<CompletableFuture<Void>> task) {
    CompletableFuture<Void> before = last.get(lane);
    CompletableFuture<Void> begun =
        before == null
            ? task.get()
            : before.exceptionally(failed -> null).thenCompose(nothing -> task.get());
    if (!begun.isDone()) {
      last.put(lane, begun);
      CompletionStage<Void> end = begun;
      end.whenComplete((nothing, failed) -> free(lane, begun));
    }
  }

  private synchronized void free(String lane, CompletableFuture<Void> begun) {
    last.remove(lane, begun);
  }
}
