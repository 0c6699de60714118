package chat.writer.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.writer.work.Step;
import chat.writer.work.Step.Left;
import chat.writer.work.Work;
import java.util.concurrent.CompletableFuture;

/** Runs works in memory, where each step ends at once. */
public final class Steps {

  private static final int ENOUGH = 100_000;

  private Steps() {}

  /** Runs a step; returns its result, or that it has to be repeated if it failed. */
  public static Left one(Work work) {
    Step step = work.next();
    CompletableFuture<Left> left = step.left().toCompletableFuture();
    if (!left.isDone()) {
      step.giveUp().run();
      return Left.MORE;
    }
    return left.isCompletedExceptionally() ? Left.MORE : left.join();
  }

  /** Runs all steps. */
  public static int all(Work work) {
    int steps = 1;
    while (one(work) == Left.MORE) {
      assertThat(++steps).as("an end of the work").isLessThan(ENOUGH);
    }
    return steps;
  }
}
