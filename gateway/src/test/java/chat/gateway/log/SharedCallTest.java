package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedCallTest {

  private final List<CompletableFuture<String>> asked = new ArrayList<>();
  private final Queue<Runnable> waiters = new ArrayDeque<>();
  private final List<Set<Integer>> questions = new ArrayList<>();
  private final SharedCall<Integer, String> call =
      new SharedCall<>(
          wanted -> {
            questions.add(wanted);
            asked.add(new CompletableFuture<>());
            return asked.get(asked.size() - 1);
          },
          waiters::add);

  @Test
  void the_answering_thread_does_not_run_the_continuations() {
    CompletableFuture<String> first = call.get(Set.of(1));
    CompletableFuture<String> second = call.get(Set.of(2));
    asked.get(0).complete("one");
    assertThat(first).isNotDone();
    assertThat(asked).as("the next question is asked at once").hasSize(2);

    asked.get(1).completeExceptionally(new IllegalStateException());
    while (!waiters.isEmpty()) {
      waiters.remove().run();
    }
    assertThat(first).isCompletedWithValue("one");
    assertThat(second).isCompletedExceptionally();
  }

  @Test
  void a_call_asks_what_its_callers_ask() {
    var first = call.get(Set.of(1));
    var second = call.get(Set.of(2, 3));
    var third = call.get(Set.of(3, 4));
    assertThat(third).isSameAs(second).isNotSameAs(first);

    asked.get(0).complete("one");
    asked.get(1).complete("two");
    var last = call.get(Set.of(5));

    assertThat(last).isNotDone();
    assertThat(questions).containsExactly(Set.of(1), Set.of(2, 3, 4), Set.of(5));
  }
}
