package chat.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class WarmUpTest {

  private boolean hasLog;
  private boolean answers;
  private long now;
  private int looked;
  private @Nullable AssertionError failure;
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

  @Test
  void a_gateway_lives_without_the_thread_of_a_look_that_is_over() {
    hasLog = true;
    answers = true;
    look.start();
    await().atMost(Duration.ofMinutes(1)).until(() -> !look.isRunning());

    assertThat(look.ended()).isEmpty();
    assertThat(look.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void a_gateway_that_can_not_become_ready_is_not_live() {
    hasLog = true;
    failure = new AssertionError("planted");
    look.start();

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(look.ended()).containsExactly("first-look"));
    assertThat(look.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    look.stop();
  }

  private CompletableFuture<Void> answer() {
    looked++;
    if (failure != null) {
      Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
      throw failure;
    }
    return answers
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(new IllegalStateException("planted"));
  }
}
