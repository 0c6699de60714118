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
  void it_is_over_with_the_first_answer() {
    hasLog = true;
    assertThat(look.isOver()).isFalse();
    answers = true;
    assertThat(look.isOver()).isTrue();
    assertThat(looked).isEqualTo(2);
  }

  @Test
  void without_a_log_there_is_nothing_to_look_at_however_long_that_takes() {
    now = 1_000_000;
    assertThat(look.isOver()).isFalse();
    assertThat(looked).isZero();
  }

  @Test
  void no_answer_keeps_people_away_for_a_while_only() {
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
