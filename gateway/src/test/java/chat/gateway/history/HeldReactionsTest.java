package chat.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.history.HeldReactions.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class HeldReactionsTest {

  private final List<CompletableFuture<?>> deadlines = new ArrayList<>();
  private final List<CompletableFuture<Integer>> begun = new ArrayList<>();
  private final HeldReactions held =
      new HeldReactions(10, 20, Duration.ofSeconds(3), (future, patience) -> deadlines.add(future));

  @Test
  void those_that_are_too_many_side_by_side_are_served_one_after_the_other() {
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(read(8));
    }
    assertThat(begun).as("one side by side, and one that had to wait").hasSize(2);
    endAll();

    assertThat(all).allSatisfy(one -> assertThat(one).isCompletedWithValue(8));
    assertThat(read(10)).as("all is given back").isNotDone();
    assertThat(begun).hasSize(6);
  }

  @Test
  void one_that_is_larger_than_all_side_by_side_may_be_is_read_in_its_turn() {
    CompletableFuture<Integer> large = read(20);
    endAll();

    assertThat(large).isCompletedWithValue(20);
  }

  @Test
  void what_is_too_large_for_one_is_told_and_the_next_one_gets_its_turn() {
    CompletableFuture<Integer> tooLarge = read(21);
    CompletableFuture<Integer> next = read(20);
    endAll();

    assertThat(PageTooLarge.isCauseOf(tooLarge.handle((value, error) -> error).join())).isTrue();
    assertThat(next).isCompletedWithValue(20);
  }

  @Test
  void whose_turn_does_not_come_in_time_is_not_begun() {
    var first = read(20);
    CompletableFuture<Integer> late = read(20);
    deadlines.get(1).completeExceptionally(new TimeoutException());
    endAll();

    assertThat(first).isCompletedWithValue(20);
    assertThat(late).isCompletedExceptionally();
    assertThat(begun).hasSize(1);
    assertThat(Refusal.codeOf(late.handle((value, error) -> error).join()))
        .isEqualTo(ProblemCode.UNAVAILABLE);
  }

  /** Takes so many, and ends when it is told to. */
  private CompletableFuture<Integer> read(int many) {
    Function<Share, CompletionStage<Integer>> lookUp =
        share ->
            CompletableFuture.completedFuture(many)
                .thenApply(
                    number -> {
                      for (int i = 0; i < number; i++) {
                        share.takeOne();
                      }
                      return number;
                    })
                .thenCompose(
                    number -> {
                      begun.add(new CompletableFuture<>());
                      return begun.get(begun.size() - 1).thenApply(end -> number);
                    });
    return held.reading(lookUp).toCompletableFuture();
  }

  private void endAll() {
    for (int i = 0; i < begun.size(); i++) {
      begun.get(i).complete(0);
    }
  }
}
