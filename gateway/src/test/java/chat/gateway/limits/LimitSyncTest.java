package chat.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.Refusal;
import chat.infra.devstack.Backends;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Limits over a real Redis. */
class LimitSyncTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final LimitSettings SETTINGS =
      new Binder(new MapConfigurationPropertySource(Map.of("chat.limits.login-account", "100/1h")))
          .bindOrCreate("chat.limits", LimitSettings.class);
  private static final SyncTerms TERMS =
      new SyncTerms(Duration.ofMillis(10), 1000, Duration.ofSeconds(5), Duration.ofSeconds(1));

  private final RedisClient client = RedisClient.create(Backends.shared().redis().toString());
  private final String user = UUID.randomUUID().toString();

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

    RedisMeters redis = new RedisMeters(client.connect(ByteArrayCodec.INSTANCE));
    await(() -> left(redis) <= 1);
    assertThat(isRefused(there)).as("by what it knows itself").isFalse();
    await(() -> left(redis) <= 0);
    await(() -> there.left(Limit.LOGIN_ACCOUNT, user) <= 0);
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
    RedisMeters redis = new RedisMeters(client.connect(ByteArrayCodec.INSTANCE));
    await(() -> left(redis) <= 1);
    firstSync.stop();

    Limits second = new Limits(SETTINGS, InstantSource.system());
    LimitSync secondSync = started(second);
    second.acquire(Limit.LOGIN_ACCOUNT, user);

    await(() -> second.left(Limit.LOGIN_ACCOUNT, user) <= 0);
    assertThat(isRefused(second)).isTrue();
    secondSync.stop();
  }

  private LimitSync started(Limits limits) {
    LimitSync sync =
        new LimitSync(
            limits, TERMS, () -> new RedisMeters(client.connect(ByteArrayCodec.INSTANCE)));
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

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      try {
        assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
