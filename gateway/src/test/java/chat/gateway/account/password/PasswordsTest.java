package chat.gateway.account.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.token.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {

  private final PasswordSettings settings = new PasswordSettings(4, 1, 0, 1);
  private final HashingPool pool = new HashingPool(settings);
  private final Passwords passwords = passwords(new byte[32]);

  @AfterEach
  void stop() {
    pool.close();
  }

  @Test
  void a_password_matches_only_its_own_hash() {
    Optional<String> hash = Optional.of(passwords.hash("correct horse"));

    assertThat(passwords.matches("correct horse", hash)).isTrue();
    assertThat(passwords.matches("correct horsf", hash)).isFalse();
    assertThat(passwords.matches("Correct horse", hash)).isFalse();
    assertThat(passwords.matches("correct horse ", hash)).isFalse();
  }

  @Test
  void characters_beyond_the_limit_of_bcrypt_count() {
    String max = "x".repeat(127);
    Optional<String> hash = Optional.of(passwords.hash(max + "a"));

    assertThat(passwords.matches(max + "a", hash)).isTrue();
    assertThat(passwords.matches(max + "b", hash)).isFalse();
    assertThat(passwords.matches(max, hash)).isFalse();
  }

  @Test
  void a_hash_names_its_cost_and_is_salted() {
    assertThat(passwords.hash("12345678"))
        .startsWith("$2b$04$")
        .isNotEqualTo(passwords.hash("12345678"));
  }

  @Test
  void a_hash_matches_only_with_its_pepper() {
    Optional<String> hash = Optional.of(passwords.hash("correct horse"));

    assertThat(passwords(new byte[] {1}).matches("correct horse", hash)).isFalse();
  }

  @Test
  void a_missing_hash_matches_no_password() {
    assertThat(passwords.matches("", Optional.empty())).isFalse();
    assertThat(passwords.matches("correct horse", Optional.empty())).isFalse();
  }

  @Test
  void calls_beyond_the_queue_are_refused_at_once() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(3);
    CountDownLatch release = new CountDownLatch(1);
    try {
      // One is hashed, one waits; any of the three may be the refused one.
      CompletionService<Boolean> calls = new ExecutorCompletionService<>(callers);
      List<Future<Boolean>> all =
          IntStream.range(0, 3)
              .mapToObj(i -> calls.submit(() -> pool.run(() -> await(release))))
              .toList();

      Future<Boolean> refused = calls.take();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(refused::get)
          .havingCause()
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> {
                assertThat(refusal.code()).isEqualTo(ProblemCode.UNAVAILABLE);
                assertThat(refusal.retryAfter()).isNotNull();
              });
      release.countDown();
      for (Future<Boolean> call : all) {
        assertThat(call == refused || call.get()).isTrue();
      }
    } finally {
      release.countDown();
      callers.shutdownNow();
    }
  }

  @Test
  void a_thread_rests_for_a_multiple_of_its_hashing_time() {
    Duration hashing = Duration.ofMillis(10);
    try (HashingPool resting = new HashingPool(new PasswordSettings(4, 1, 9, 1))) {
      long start = System.nanoTime();
      resting.run(() -> busyFor(hashing));
      resting.run(() -> true);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(hashing.multipliedBy(10));
    }
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new PasswordSettings(3, 1, 0, 1))
        .withMessage("chat.account.password.cost: 3 (expected: 4 to 31)");
  }

  private Passwords passwords(byte[] pepper) {
    return new Passwords(settings, new Secret(pepper), new SecureRandom(), pool);
  }

  private static boolean busyFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return true;
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
