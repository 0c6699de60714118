package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

  private final ConcurrencyLimit limit = new ConcurrencyLimit(2);
  private final List<String> begun = new ArrayList<>();
  private final Executor direct = Runnable::run;

  @Test
  void tasks_beyond_the_limit_wait_and_then_run_in_order() {
    assertThat(limit.acquire(() -> begun.add("a"), () -> begun.add("refused"), direct)).isTrue();
    assertThat(limit.acquire(() -> begun.add("b"), () -> begun.add("refused"), direct)).isTrue();
    assertThat(limit.acquire(() -> begun.add("c"), () -> begun.add("refused"), direct)).isFalse();
    assertThat(limit.acquire(() -> begun.add("d"), () -> begun.add("refused"), direct)).isFalse();
    assertThat(begun).isEmpty();

    limit.release();
    assertThat(begun).containsExactly("c");
    limit.release();
    assertThat(begun).containsExactly("c", "d");
    limit.release();
    limit.release();
    assertThat(limit.acquire(() -> begun.add("e"), () -> begun.add("refused"), direct)).isTrue();
    assertThat(limit.acquire(() -> begun.add("f"), () -> begun.add("refused"), direct)).isTrue();
    assertThat(limit.acquire(() -> begun.add("g"), () -> begun.add("refused"), direct)).isFalse();
  }

  @Test
  void a_task_that_its_executor_rejects_is_refused_and_costs_no_permit() {
    Executor stopped =
        task -> {
          throw new RejectedExecutionException();
        };
    assertThat(limit.acquire(() -> {}, () -> begun.add("refused"), direct)).isTrue();
    assertThat(limit.acquire(() -> {}, () -> begun.add("refused"), direct)).isTrue();
    assertThat(limit.acquire(() -> {}, () -> begun.add("refused"), stopped)).isFalse();
    assertThat(limit.acquire(() -> begun.add("next"), () -> begun.add("refused"), direct))
        .isFalse();

    limit.release();
    assertThat(begun).containsExactly("refused", "next");
  }
}
