package chat.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class CoalescingTest {

  private final Coalescing<String, String> coalescing = new Coalescing<>();
  private final List<BooleanSupplier> begun = new ArrayList<>();
  private final List<CompletableFuture<String>> answers = new ArrayList<>();
  private final boolean[] gone = new boolean[3];

  @Test
  void a_look_up_continues_while_one_caller_waits() {
    CompletableFuture<String> first = ask(0);
    CompletableFuture<String> second = ask(1);
    gone[0] = true;
    assertThat(begun).hasSize(1);
    assertThat(begun.get(0).getAsBoolean()).isFalse();

    answers.get(0).complete("answer");
    assertThat(first).isCompletedWithValue("answer");
    assertThat(second).isCompletedWithValue("answer");
  }

  @Test
  void a_caller_after_a_cancellation_starts_it_again() {
    var unused = ask(0);
    gone[0] = true;
    assertThat(begun.get(0).getAsBoolean()).isTrue();
    CompletableFuture<String> second = ask(1);
    CompletableFuture<String> third = ask(2);
    answers.get(0).completeExceptionally(new IllegalStateException());

    assertThat(begun).hasSize(2);
    answers.get(1).complete("answer");
    assertThat(second).isCompletedWithValue("answer");
    assertThat(third).isCompletedWithValue("answer");
  }

  private CompletableFuture<String> ask(int asker) {
    return coalescing.get(
        "question",
        () -> gone[asker],
        allGone -> {
          begun.add(allGone);
          answers.add(new CompletableFuture<>());
          return answers.get(answers.size() - 1);
        });
  }
}
