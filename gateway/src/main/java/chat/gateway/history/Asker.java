package chat.gateway.history;

import java.util.concurrent.CancellationException;

/** Who waits for an answer: work for it goes on from step to step only as long as they do. */
@FunctionalInterface
interface Asker {

  /** Whether nobody waits any more. */
  boolean isGone();

  /** Ends work that is for nothing, by an exception. */
  default void check() {
    if (isGone()) {
      throw new CancellationException("nobody waits for the answer");
    }
  }
}
