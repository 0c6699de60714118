package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final Turns turns = new Turns(2, 100);
  private final List<String> begun = new ArrayList<>();
  private final List<CompletableFuture<String>> open = new ArrayList<>();

  @Test
  void so_much_is_done_at_once_and_users_take_turns() {
    for (int i = 0; i < 5; i++) {
      run("ann");
    }
    run("bob");
    run("cem");
    assertThat(begun).containsExactly("ann", "ann");
    while (begun.size() < 7) {
      open.remove(0).complete("done");
    }

    assertThat(begun).containsExactly("ann", "ann", "ann", "bob", "cem", "ann", "ann");
  }

  @Test
  void what_fails_or_throws_ends_its_turn_too() {
    CompletionStage<String> failing = run("ann");
    CompletableFuture<String> throwing =
        turns.run(
            "ann",
            () -> {
              throw Refusal.of(ProblemCode.UNAVAILABLE, "no log");
            });
    open.remove(0).completeExceptionally(Refusal.of(ProblemCode.UNAVAILABLE, "no table"));

    assertThat(failing).isCompletedExceptionally();
    assertThat(throwing).isCompletedExceptionally();
    run("ann");
    run("ann");
    assertThat(begun).hasSize(3);
  }

  @Test
  void a_user_who_asks_for_too_much_at_once_is_refused_and_others_are_not() {
    for (int i = 0; i < 100; i++) {
      assertThat(run("ann")).isNotCompletedExceptionally();
    }
    assertThat(run("ann").handle((done, error) -> Refusal.codeOf(error)))
        .isCompletedWithValue(ProblemCode.RATE_LIMITED);
    assertThat(run("bob")).isNotCompletedExceptionally();
    open.remove(0).complete("done");
    assertThat(run("ann")).isNotCompletedExceptionally();
  }

  @Test
  void a_long_line_of_what_ends_at_once_needs_no_deep_stack() {
    Turns line = new Turns(1, 100_000);
    CompletableFuture<String> first = new CompletableFuture<>();
    var unused = line.run("ann", () -> first);
    List<CompletableFuture<String>> others = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      others.add(line.run("ann", () -> CompletableFuture.completedFuture("done")));
    }
    first.complete("done");

    assertThat(others).allSatisfy(other -> assertThat(other).isCompletedWithValue("done"));
  }

  private CompletionStage<String> run(String user) {
    return turns.run(
        user,
        () -> {
          begun.add(user);
          open.add(new CompletableFuture<>());
          return open.get(open.size() - 1);
        });
  }
}
