package chat.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.sockets.budget.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LimitsTest {

  private static final int ALL = 1000;

  private Instant now = Instant.parse("2030-01-01T12:00:00Z");
  private final Limits here = gateway("chat.limits.send-user", "10/10s");
  private final Limits there = gateway("chat.limits.send-user", "10/10s");
  private final InMemoryMeters shared = new InMemoryMeters();

  @Test
  void a_rate_allows_a_burst_and_refills_over_its_period() {
    assertThat(taken(here, "ann", 20)).isEqualTo(10);
    assertThat(taken(here, "bob", 20)).as("another's").isEqualTo(10);
    now = now.plusSeconds(3);
    assertThat(taken(here, "ann", 20)).isEqualTo(3);
    now = now.plusSeconds(60);
    assertThat(taken(here, "ann", 20)).isEqualTo(10);
  }

  @Test
  void a_refusal_names_the_limit_and_the_time_to_try_again() {
    taken(here, "ann", 10);
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> here.acquire(Limit.SEND_USER, "ann"))
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ProblemCode.RATE_LIMITED);
              assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(1));
              assertThat(refusal.quota())
                  .isEqualTo(new Refusal.Quota("send-user", 10, Duration.ofSeconds(10)));
            });
    now = now.plusSeconds(1);
    here.acquire(Limit.SEND_USER, "ann");
  }

  @Test
  void tokens_acquired_at_one_gateway_count_at_the_others() {
    assertThat(taken(here, "ann", 6)).isEqualTo(6);
    assertThat(taken(there, "ann", 1)).isEqualTo(1);
    sync();

    assertThat(taken(there, "ann", 20)).isEqualTo(3);
    sync();
    here.sync(shared, ALL);
    assertThat(shared.asked).as("round trips for 10 messages").isEqualTo(3);
  }

  @Test
  void tokens_over_the_limit_are_paid_back_by_waiting() {
    taken(here, "ann", 10);
    taken(there, "ann", 10);
    sync();

    now = now.plusSeconds(9);
    assertThat(taken(there, "ann", 20)).isZero();
    now = now.plusSeconds(3);
    assertThat(taken(there, "ann", 20)).isEqualTo(2);
  }

  @Test
  void without_redis_each_gateway_counts_alone() {
    taken(here, "ann", 6);
    here.sync((limit, rate, key, tokens) -> CompletableFuture.failedFuture(new Error()), ALL);

    assertThat(taken(here, "ann", 20)).isEqualTo(4);
  }

  @Test
  void a_released_token_is_available_everywhere() {
    taken(here, "ann", 10);
    sync();
    taken(there, "ann", 1);
    here.release(Limit.SEND_USER, "ann");
    here.release(Limit.SEND_USER, "ann");
    sync();
    now = now.plusMillis(1);

    assertThat(taken(here, "ann", 5)).isEqualTo(2);
  }

  @Test
  void the_number_of_meters_is_bounded() {
    Limits small = remembering(100);
    for (int i = 0; i < 500; i++) {
      small.acquire(Limit.READ_USER, "u" + i);
      small.tidy();
      assertThat(small.size()).isLessThanOrEqualTo(100);
    }
  }

  @Test
  void many_keys_of_one_limit_do_not_evict_the_used_meters_of_others() {
    Limits small = remembering(100);
    for (int i = 0; i < 10; i++) {
      small.acquire(Limit.LOGIN_ACCOUNT, "victim@example.test");
    }
    for (int i = 0; i < 30; i++) {
      small.acquire(Limit.READ_USER, "u" + i);
    }
    for (int i = 0; i < 1000; i++) {
      small.acquire(Limit.LOGIN_ACCOUNT, "any" + i + "@example.test");
      small.tidy();
    }

    assertThat(small.size()).isLessThanOrEqualTo(100);
    assertThat(small.left(Limit.LOGIN_ACCOUNT, "victim@example.test")).isZero();
    assertThat(small.left(Limit.READ_USER, "u0")).isEqualTo(2999);
  }

  /** Removing one key a round from two long lists would exceed the test's time. */
  @Test
  void limits_with_equally_many_meters_lose_equally_many() {
    int max = 100_000;
    Limits large = remembering(max);
    for (int i = 0; i < max; i++) {
      large.acquire(Limit.READ_USER, "u" + i);
      large.acquire(Limit.LOGIN_ACCOUNT, "any" + i + "@example.test");
    }
    large.tidy();

    assertThat(large.size()).isEqualTo(max - max / 10);
    assertThat(known(large, Limit.READ_USER, "u%d", max))
        .isEqualTo(known(large, Limit.LOGIN_ACCOUNT, "any%d@example.test", max));
  }

  private static long known(Limits limits, Limit limit, String pattern, int count) {
    return IntStream.range(0, count)
        .filter(i -> limits.left(limit, pattern.formatted(i)) < Long.MAX_VALUE)
        .count();
  }

  @Test
  void a_flood_of_keys_does_not_delay_the_sync_of_others() {
    for (int i = 0; i < 50; i++) {
      here.acquire(Limit.READ_USER, "flood" + i);
    }
    taken(here, "ann", 10);
    for (int i = 0; i < 11; i++) {
      for (int next = 0; next < 5; next++) {
        here.acquire(Limit.READ_USER, "later" + i + "-" + next);
      }
      here.sync(shared, 5);
    }

    assertThat(shared.left).containsEntry("SEND_USERann", 0L);
  }

  @Test
  void a_user_has_a_budget_for_each_room_and_one_for_all_rooms() {
    Limits limits = new Limits(settings(Map.of()), () -> now);
    assertThat(sent(limits, "ann", "dev", 30)).isEqualTo(20);
    assertThat(sent(limits, "bob", "dev", 30)).isEqualTo(20);
    assertThat(sent(limits, "ann", "ops", 30)).isEqualTo(20);
    for (int room = 0; room < 10; room++) {
      sent(limits, "ann", "room" + room, 10);
    }
    assertThat(limits.left(Limit.SEND_USER, "ann")).isZero();

    now = now.plusSeconds(1);
    assertThat(sent(limits, "bob", "dev", 30)).isEqualTo(5);
    assertThat(sent(limits, "ann", "general", 30)).isEqualTo(10);
  }

  @Test
  void trusted_users_have_a_multiple_of_the_limits() {
    Limits limits =
        new Limits(
            settings(
                Map.of(
                    "chat.limits.send-user", "10/10s",
                    "chat.limits.trusted-users", "bot,other",
                    "chat.limits.trusted-factor", "3")),
            () -> now);

    assertThat(taken(limits, "bot", 50)).isEqualTo(30);
    assertThat(taken(limits, "ann", 50)).isEqualTo(10);
    now = now.plusSeconds(1);
    assertThat(taken(limits, "bot", 50)).isEqualTo(3);
  }

  private static int sent(Limits limits, String user, String room, int tries) {
    int sent = 0;
    for (int i = 0; i < tries; i++) {
      try {
        limits.acquireSend(user);
        limits.acquireSend(user, room);
        sent++;
      } catch (Refusal refusal) {
        assertThat(refusal.code()).isEqualTo(ProblemCode.RATE_LIMITED);
      }
    }
    return sent;
  }

  @Test
  void limits_can_be_switched_off() {
    Limits off = gateway("chat.limits.enabled", "false");

    assertThat(taken(off, "ann", 10_000)).isEqualTo(10_000);
    assertThat(off.size()).isZero();
  }

  @Test
  void defaults_allow_ordinary_use() {
    LimitSettings settings = settings(Map.of());

    assertThat(settings.loginAccount()).isEqualTo(new Rate(10, Duration.ofMinutes(1)));
    assertThat(settings.registerAddress()).isEqualTo(new Rate(1200, Duration.ofMinutes(20)));
    assertThat(settings.sendUser()).isEqualTo(new Rate(100, Duration.ofSeconds(10)));
    assertThat(settings.sendUserRoom()).isEqualTo(new Rate(20, Duration.ofSeconds(4)));
    assertThat(settings.emitUser()).isEqualTo(new Rate(20, Duration.ofSeconds(1)));
    assertThat(settings.changeUser()).isEqualTo(settings.sendUser());
    assertThat(settings.changeUserRoom()).isEqualTo(settings.sendUserRoom());
    assertThat(settings.trustedUsers()).isEmpty();
    assertThat(settings.enabled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "0/1s", "10/0s", "-1/1s", "10/1", "10/1w", "1e3/1s"})
  void a_malformed_rate_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.valueOf(text));
  }

  private Limits remembering(int max) {
    return new Limits(settings(Map.of()), () -> now, hit -> {}, max);
  }

  private void sync() {
    here.sync(shared, ALL);
    there.sync(shared, ALL);
  }

  private static int taken(Limits limits, String user, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      try {
        limits.acquire(Limit.SEND_USER, user);
        taken++;
      } catch (Refusal refusal) {
        assertThat(refusal.code()).isEqualTo(ProblemCode.RATE_LIMITED);
      }
    }
    return taken;
  }

  private Limits gateway(String property, String value) {
    return new Limits(settings(Map.of(property, value)), () -> now);
  }

  private static LimitSettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("chat.limits", LimitSettings.class);
  }

  /** The tokens that all gateways have acquired, without refills. */
  private static final class InMemoryMeters implements SharedMeters {

    private final Map<String, Long> left = new HashMap<>();
    private int asked;

    @Override
    public CompletableFuture<Long> acquire(Limit limit, Rate rate, String key, long tokens) {
      asked++;
      return CompletableFuture.completedFuture(
          left.merge(limit + key, rate.tokens() - tokens, (there, first) -> there - tokens));
    }
  }
}
