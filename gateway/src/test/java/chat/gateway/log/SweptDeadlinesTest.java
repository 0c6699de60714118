package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweptDeadlinesTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration LATER = Duration.ofMillis(400);
  private static final Duration NEVER = Duration.ofHours(1);

  private final SweptDeadlines deadlines = new SweptDeadlines();

  @AfterEach
  void stop() {
    deadlines.stop();
  }

  @Test
  void a_future_fails_when_its_time_is_over_and_not_before() {
    deadlines.start();
    CompletableFuture<String> soon = future(SOON);
    CompletableFuture<String> never = future(NEVER);

    await().atMost(Duration.ofMinutes(1)).until(soon::isCompletedExceptionally);
    assertThat(soon)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(TimeoutException.class);
    assertThat(never).isNotDone();
  }

  @Test
  void a_future_that_is_done_keeps_its_result_and_is_let_go() {
    deadlines.start();
    CompletableFuture<String> waiting = future(NEVER);
    CompletableFuture<String> done = future(NEVER);
    done.complete("result");

    await().atMost(Duration.ofMinutes(1)).until(() -> deadlines.held() == 1);
    assertThat(done).isCompletedWithValue("result");
    assertThat(waiting).isNotDone();
  }

  @Test
  void deadlines_are_kept_before_a_start_and_after_a_stop() {
    CompletableFuture<String> before = future(SOON);
    deadlines.start();
    CompletableFuture<String> during = future(LATER);
    deadlines.stop();
    CompletableFuture<String> after = future(SOON);

    await().atMost(Duration.ofMinutes(1)).until(before::isCompletedExceptionally);
    await().atMost(Duration.ofMinutes(1)).until(during::isCompletedExceptionally);
    await().atMost(Duration.ofMinutes(1)).until(after::isCompletedExceptionally);
    assertThat(deadlines.held()).isZero();
  }

  private CompletableFuture<String> future(Duration timeout) {
    CompletableFuture<String> future = new CompletableFuture<>();
    deadlines.set(future, timeout);
    return future;
  }
}
