package chat.gateway.history;

import java.util.concurrent.CancellationException;

/** Whether the answer to a request is still wanted; checked before each step of the work for it. */
@FunctionalInterface
interface Cancellation {

  /** Whether no caller waits any more. */
  boolean isCancelled();

  /** Throws an exception if no caller waits any more. */
  default void check() {
    if (isCancelled()) {
      throw new CancellationException("no caller waits for the answer any more");
    }
  }
}
