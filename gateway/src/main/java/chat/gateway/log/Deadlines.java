package chat.gateway.log;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends waits that take too long. */
@FunctionalInterface
public interface Deadlines {

  /** By the time of this machine. */
  Deadlines SYSTEM =
      (future, timeout) -> {
        // It is the future itself.
        var unused = future.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
      };

  /**
   * Fails a future with a {@link java.util.concurrent.TimeoutException}, unless it is done in time.
   */
  void set(CompletableFuture<?> future, Duration timeout);
}
