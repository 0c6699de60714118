package chat.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The clock of Redis as a gateway knows it. */
class RedisTimeTest {

  private Instant now = Instant.ofEpochSecond(1_000);
  private final Queue<CompletableFuture<List<?>>> questions = new ArrayDeque<>();
  private final RedisTime time = new RedisTime(this::ask, () -> now);

  private CompletableFuture<List<?>> ask() {
    CompletableFuture<List<?>> answer = new CompletableFuture<>();
    questions.add(answer);
    return answer;
  }

  @Test
  void it_is_known_with_the_first_answer_and_goes_on_by_itself() {
    CompletableFuture<Void> known = time.known();
    assertThat(known).isNotDone();
    answer(1_600);

    assertThat(known).isCompleted();
    now = now.plusSeconds(30);
    assertThat(time.known()).isCompleted();
    assertThat(seconds()).isEqualTo(1_630);
    assertThat(questions).isEmpty();
  }

  @Test
  void it_is_asked_again_after_a_minute_and_stays_as_it_was_until_the_answer() {
    answer(1_600);
    now = now.plusSeconds(61);

    assertThat(time.known()).isCompleted();
    assertThat(time.known()).isCompleted();
    assertThat(questions).hasSize(1);
    assertThat(seconds()).isEqualTo(1_661);
    answer(1_700);
    assertThat(seconds()).isEqualTo(1_700);
  }

  @Test
  void a_failure_and_a_late_answer_do_not_count_and_are_asked_for_again() {
    questions.remove().completeExceptionally(new IllegalStateException("gone"));
    assertThat(time.known()).isNotDone();
    now = now.plusSeconds(2);
    answer(1_600);
    assertThat(time.known()).isNotDone();
    answer(1_700);

    assertThat(time.known()).isCompleted();
    assertThat(seconds()).isEqualTo(1_700);
  }

  private void answer(long seconds) {
    questions.remove().complete(List.of(bytes(seconds), bytes(0)));
  }

  private static byte[] bytes(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private long seconds() {
    return time.currentTimeNanos() / 1_000_000_000;
  }
}
