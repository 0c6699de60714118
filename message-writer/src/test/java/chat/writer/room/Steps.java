package chat.writer.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.writer.room.Step.Left;
import java.util.concurrent.CompletableFuture;

/** Does works in memory, where each step has ended when it is begun. */
final class Steps {

  private static final int ENOUGH = 100_000;

  private Steps() {}

  /** Does a step; gives what it left, or that it is to be done again if it failed. */
  static Left one(Work work) {
    Step step = work.next();
    CompletableFuture<Left> left = step.left().toCompletableFuture();
    if (!left.isDone()) {
      step.giveUp().run();
      return Left.MORE;
    }
    return left.isCompletedExceptionally() ? Left.MORE : left.join();
  }

  /** Does all that is to be done. */
  static int all(Work work) {
    int steps = 1;
    while (one(work) == Left.MORE) {
      assertThat(++steps).as("an end of the work").isLessThan(ENOUGH);
    }
    return steps;
  }
}
