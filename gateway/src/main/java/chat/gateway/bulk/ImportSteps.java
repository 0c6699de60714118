package chat.gateway.bulk;

import java.util.concurrent.CompletableFuture;

/** Carries out the lines of one import. */
@FunctionalInterface
interface ImportSteps {

  /**
   * Begins to carry out a line. Called by one thread, which may wait here for an earlier line.
   *
   * @return whether the line changed anything; false if all of it was there already. Fails with a
   *     {@link chat.edge.problem.Refusal}
   * @throws chat.edge.problem.Refusal if the line is wrong
   */
  CompletableFuture<Boolean> begin(byte[] line);
}
