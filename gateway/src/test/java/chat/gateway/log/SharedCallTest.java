package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedCallTest {

  private final List<CompletableFuture<String>> asked = new ArrayList<>();
  private final Queue<Runnable> waiters = new ArrayDeque<>();
  private final SharedCall<String> call =
      new SharedCall<>(
          () -> {
            asked.add(new CompletableFuture<>());
            return asked.get(asked.size() - 1);
          },
          waiters::add);

  @Test
  void the_answering_thread_does_not_run_the_continuations() {
    CompletableFuture<String> first = call.get();
    CompletableFuture<String> second = call.get();
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
}
