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
      new HeldReactions(10, 20, Duration.ofSeconds(3), (future, timeout) -> deadlines.add(future));

  @Test
  void look_ups_beyond_the_common_limit_run_one_at_a_time() {
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
  void a_look_up_larger_than_the_common_limit_runs_in_its_turn() {
    CompletableFuture<Integer> large = read(20);
    endAll();

    assertThat(large).isCompletedWithValue(20);
  }

  @Test
  void a_look_up_beyond_its_own_limit_fails_and_the_next_one_runs() {
    CompletableFuture<Integer> tooLarge = read(21);
    CompletableFuture<Integer> next = read(20);
    endAll();

    assertThat(PageTooLarge.isCauseOf(tooLarge.handle((value, error) -> error).join())).isTrue();
    assertThat(next).isCompletedWithValue(20);
  }

  @Test
  void a_look_up_whose_turn_comes_too_late_is_not_started() {
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

  /** Acquires a number of reactions, and ends when the test lets it. */
  private CompletableFuture<Integer> read(int many) {
    Function<Share, CompletionStage<Integer>> lookUp =
        share ->
            CompletableFuture.completedFuture(many)
                .thenApply(
                    number -> {
                      for (int i = 0; i < number; i++) {
                        share.acquire();
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
