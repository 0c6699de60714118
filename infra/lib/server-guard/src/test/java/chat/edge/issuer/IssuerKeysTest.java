package chat.edge.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.infra.openid.OpenIdProvider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider that changes its keys, hangs, goes away and comes back. */
class IssuerKeysTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final OpenIdProvider provider = new OpenIdProvider();

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void an_unknown_key_is_asked_for_at_once_and_then_not_again_for_a_while() {
    Issuers issuers = issuers(times(LONG, LONG, LONG));
    String first = token();
    assertThat(codeOf(issuers, first)).isNull();

    provider.changeKeys();
    assertThat(codeOf(issuers, token())).isNull();
    assertThat(codeOf(issuers, first)).isEqualTo(ProblemCode.UNAUTHENTICATED);

    provider.changeKeys();
    for (int i = 0; i < 20; i++) {
      assertThat(codeOf(issuers, token())).isEqualTo(ProblemCode.UNAUTHENTICATED);
    }
    assertThat(provider.keyReads()).isEqualTo(2);
  }

  @Test
  void unknown_keys_are_asked_for_again_after_the_interval() {
    Issuers issuers = issuers(times(Duration.ofSeconds(1), LONG, LONG));
    assertThat(codeOf(issuers, token())).isNull();
    provider.changeKeys();
    assertThat(codeOf(issuers, token())).isNull();

    provider.changeKeys();

    await().atMost(PATIENCE).until(() -> codeOf(issuers, token()) == null);
  }

  @Test
  void keys_are_read_again_at_intervals_and_withdrawn_ones_are_no_longer_good() {
    Issuers issuers = issuers(times(Duration.ofMillis(1), Duration.ofSeconds(8), LONG));
    String token = token();
    await().atMost(PATIENCE).until(() -> codeOf(issuers, token) == null);

    provider.changeKeys();

    await().atMost(PATIENCE).until(() -> codeOf(issuers, token) == ProblemCode.UNAUTHENTICATED);
  }

  @Test
  void the_last_keys_stay_good_while_the_provider_is_away_and_it_may_come_back_with_others() {
    Issuers issuers = issuers(times(Duration.ofSeconds(1), Duration.ofSeconds(8), LONG));
    String token = token();
    await().atMost(PATIENCE).until(() -> codeOf(issuers, token) == null);

    provider.stop();
    await()
        .during(Duration.ofSeconds(10))
        .atMost(PATIENCE)
        .until(() -> codeOf(issuers, token) == null);
    provider.changeKeys();
    provider.start();

    await().atMost(PATIENCE).until(() -> codeOf(issuers, token()) == null);
  }

  @Test
  void the_last_keys_end_when_the_provider_is_away_for_too_long() {
    Issuers issuers =
        issuers(times(Duration.ofMillis(1), Duration.ofSeconds(8), Duration.ofSeconds(6)));
    String token = token();
    await().atMost(PATIENCE).until(() -> codeOf(issuers, token) == null);

    provider.stop();

    await().atMost(PATIENCE).until(() -> codeOf(issuers, token) == ProblemCode.UNAVAILABLE);
  }

  @Test
  void a_provider_that_hangs_takes_a_bounded_number_of_threads_and_no_other_provider_waits() {
    try (OpenIdProvider other = new OpenIdProvider()) {
      Issuers issuers =
          new Issuers(
              new IssuerSettings(List.of(IssuersTest.terms(provider), IssuersTest.terms(other))),
              InstantSource.system(),
              InstantSource.system(),
              times(LONG, LONG, LONG));
      String hanging = token();
      String good = other.sign("RS256", Map.of(), TestTokens.claims(other));
      Issuer hangs = issuers.of(hanging).orElseThrow();
      provider.hang();

      List<CompletableFuture<@Nullable ProblemCode>> waiting =
          IntStream.range(0, 40)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> codeOf(issuers, hanging), task -> new Thread(task).start()))
              .toList();

      await()
          .atMost(ANSWER)
          .until(() -> waiting.stream().filter(CompletableFuture::isDone).count() >= 20);
      assertThat(codeOf(issuers, good)).isNull();
      assertThat(hangs.verifyLater(hanging, said -> said)).isNotNull();
      assertThat(waiting.stream().map(CompletableFuture::join).distinct())
          .containsExactly(ProblemCode.UNAVAILABLE);
    }
  }

  @Test
  void a_token_can_be_verified_on_a_thread_of_its_issuer() {
    Issuers issuers = issuers(IssuerKeys.Times.usual());
    Issuer issuer = issuers.of(token()).orElseThrow();

    assertThat(issuer.verifyLater(token(), said -> Thread.currentThread().getName()).join())
        .isEqualTo("issuer-tokens");
    assertThatThrownBy(() -> issuer.verifyLater(token() + "x", said -> said).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(Refusal.class);
  }

  private String token() {
    return provider.sign("RS256", Map.of(), TestTokens.claims(provider));
  }

  private Issuers issuers(IssuerKeys.Times times) {
    return new Issuers(
        new IssuerSettings(List.of(IssuersTest.terms(provider))),
        InstantSource.system(),
        InstantSource.system(),
        times);
  }

  /** Waits for an answer for as long as a lifetime permits, as keys are read again within it. */
  private static IssuerKeys.Times times(Duration unknown, Duration lifetime, Duration outage) {
    Duration answer = lifetime.equals(LONG) ? ANSWER : lifetime.dividedBy(4);
    return new IssuerKeys.Times(unknown, lifetime, outage, answer);
  }

  /** The code of the refusal; null if the token is good. */
  private static @Nullable ProblemCode codeOf(Issuers issuers, String token) {
    try {
      issuers.of(token).orElseThrow().verify(token, said -> said);
      return null;
    } catch (Refusal refusal) {
      return refusal.code();
    }
  }
}
