package chat.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  private boolean hasLog;
  private boolean answers;
  private long now;
  private int looked;
  private final WarmUp look =
      new WarmUp(
          () -> hasLog, this::answer, Duration.ofSeconds(10), () -> Instant.ofEpochMilli(now));

  @Test
  void it_ends_with_the_first_answer() {
    hasLog = true;
    assertThat(look.isOver()).isFalse();
    answers = true;
    assertThat(look.isOver()).isTrue();
    assertThat(looked).isEqualTo(2);
  }

  @Test
  void it_waits_for_the_log_without_a_deadline() {
    now = 1_000_000;
    assertThat(look.isOver()).isFalse();
    assertThat(looked).isZero();
  }

  @Test
  void without_an_answer_it_ends_after_a_time() {
    hasLog = true;
    assertThat(look.isOver()).isFalse();
    now = 9_999;
    assertThat(look.isOver()).isFalse();
    now = 10_000;
    assertThat(look.isOver()).isTrue();
  }

  private CompletableFuture<Void> answer() {
    looked++;
    return answers
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(new IllegalStateException("planted"));
  }
}
