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
    assertThat(limit.acquire(() -> begun.add("a"), direct)).isTrue();
    assertThat(limit.acquire(() -> begun.add("b"), direct)).isTrue();
    assertThat(limit.acquire(() -> begun.add("c"), direct)).isFalse();
    assertThat(limit.acquire(() -> begun.add("d"), direct)).isFalse();
    assertThat(begun).isEmpty();

    limit.release();
    assertThat(begun).containsExactly("c");
    limit.release();
    assertThat(begun).containsExactly("c", "d");
    limit.release();
    limit.release();
    assertThat(limit.acquire(() -> begun.add("e"), direct)).isTrue();
    assertThat(limit.acquire(() -> begun.add("f"), direct)).isTrue();
    assertThat(limit.acquire(() -> begun.add("g"), direct)).isFalse();
  }

  @Test
  void a_stopped_executor_costs_no_permit() {
    Executor stopped =
        task -> {
          throw new RejectedExecutionException();
        };
    assertThat(limit.acquire(() -> {}, direct)).isTrue();
    assertThat(limit.acquire(() -> {}, direct)).isTrue();
    assertThat(limit.acquire(() -> {}, stopped)).isFalse();
    assertThat(limit.acquire(() -> begun.add("next"), direct)).isFalse();

    limit.release();
    assertThat(begun).containsExactly("next");
  }
}
