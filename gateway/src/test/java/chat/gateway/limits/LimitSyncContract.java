package chat.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.edge.problem.Refusal;
import chat.sockets.budget.Rate;
import io.lettuce.core.AbstractRedisClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Limits over a real Redis, one server or a cluster. */
abstract class LimitSyncContract {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final LimitSettings SETTINGS =
      new Binder(new MapConfigurationPropertySource(Map.of("chat.limits.login-account", "100/1h")))
          .bindOrCreate("chat.limits", LimitSettings.class);
  private static final SyncTerms TERMS =
      new SyncTerms(Duration.ofMillis(10), 1000, Duration.ofSeconds(5), Duration.ofSeconds(1));

  private final AbstractRedisClient client;
  private final String user = UUID.randomUUID().toString();

  LimitSyncContract(AbstractRedisClient client) {
    this.client = client;
  }

  @AfterEach
  void stop() {
    client.shutdown();
  }

  @Test
  void gateways_learn_what_others_counted() {
    Limits here = new Limits(SETTINGS, InstantSource.system());
    Limits there = new Limits(SETTINGS, InstantSource.system());
    LimitSync hereSync = started(here);
    LimitSync thereSync = started(there);
    for (int i = 0; i < 99; i++) {
      here.acquire(Limit.LOGIN_ACCOUNT, user);
    }

    RedisMeters redis = RedisMeters.of(client, InstantSource.system());
    await()
        .ignoreExceptions()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> left(redis) <= 1);
    assertThat(isRefused(there)).as("by what it knows itself").isFalse();
    await()
        .ignoreExceptions()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> left(redis) <= 0);
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> there.left(Limit.LOGIN_ACCOUNT, user) <= 0);
    assertThat(isRefused(there)).as("by what the other took").isTrue();
    hereSync.stop();
    thereSync.stop();
  }

  @Test
  void a_gateway_that_starts_learns_what_was_counted() {
    Limits first = new Limits(SETTINGS, InstantSource.system());
    LimitSync firstSync = started(first);
    for (int i = 0; i < 100; i++) {
      first.acquire(Limit.LOGIN_ACCOUNT, user);
    }
    RedisMeters redis = RedisMeters.of(client, InstantSource.system());
    await()
        .ignoreExceptions()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> left(redis) <= 1);
    firstSync.stop();

    Limits second = new Limits(SETTINGS, InstantSource.system());
    LimitSync secondSync = started(second);
    second.acquire(Limit.LOGIN_ACCOUNT, user);

    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> second.left(Limit.LOGIN_ACCOUNT, user) <= 0);
    assertThat(isRefused(second)).isTrue();
    secondSync.stop();
  }

  @Test
  void the_clock_of_a_gateway_that_is_ahead_does_not_stop_buckets_of_others_from_filling() {
    Rate rate = new Rate(1000, Duration.ofSeconds(100));
    InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(10));
    RedisMeters wrong = RedisMeters.of(client, ahead);
    RedisMeters right = RedisMeters.of(client, InstantSource.system());

    // A question about the time that takes longer than a second fails, and is asked again.
    await().ignoreExceptions().atMost(TIMEOUT).until(() -> acquired(wrong, rate, 0) == 1000);
    acquired(wrong, rate, 1000);

    await()
        .ignoreExceptions()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> acquired(right, rate, 0) >= 5);
  }

  private long acquired(RedisMeters redis, Rate rate, long tokens) {
    return redis
        .acquire(Limit.LOGIN_ACCOUNT, rate, user, tokens)
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  private LimitSync started(Limits limits) {
    LimitSync sync =
        new LimitSync(limits, TERMS, () -> RedisMeters.of(client, InstantSource.system()));
    sync.start();
    return sync;
  }

  private long left(RedisMeters redis) {
    return redis
        .acquire(Limit.LOGIN_ACCOUNT, SETTINGS.loginAccount(), user, 0)
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  /** Acquires a token if there is one. */
  private boolean isRefused(Limits limits) {
    try {
      limits.acquire(Limit.LOGIN_ACCOUNT, user);
      return false;
    } catch (Refusal refusal) {
      return true;
    }
  }
}
