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
  void so_many_at_once_and_as_many_again_in_the_time() {
    assertThat(taken(here, "ann", 20)).isEqualTo(10);
    assertThat(taken(here, "bob", 20)).as("another's").isEqualTo(10);
    now = now.plusSeconds(3);
    assertThat(taken(here, "ann", 20)).isEqualTo(3);
    now = now.plusSeconds(60);
    assertThat(taken(here, "ann", 20)).isEqualTo(10);
  }

  @Test
  void a_refusal_says_what_was_exceeded_and_when_to_try_again() {
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
  void what_was_taken_at_one_gateway_is_missing_at_the_others() {
    assertThat(taken(here, "ann", 6)).isEqualTo(6);
    assertThat(taken(there, "ann", 1)).isEqualTo(1);
    sync();

    assertThat(taken(there, "ann", 20)).isEqualTo(3);
    sync();
    here.sync(shared, ALL);
    assertThat(shared.asked).as("round trips for 10 messages").isEqualTo(3);
  }

  @Test
  void what_was_taken_too_much_before_others_knew_is_waited_for() {
    taken(here, "ann", 10);
    taken(there, "ann", 10);
    sync();

    now = now.plusSeconds(9);
    assertThat(taken(there, "ann", 20)).isZero();
    now = now.plusSeconds(3);
    assertThat(taken(there, "ann", 20)).isEqualTo(2);
  }

  @Test
  void without_the_others_each_gateway_goes_on_alone() {
    taken(here, "ann", 6);
    here.sync((limit, rate, key, tokens) -> CompletableFuture.failedFuture(new Error()), ALL);

    assertThat(taken(here, "ann", 20)).isEqualTo(4);
  }

  @Test
  void what_is_given_back_is_there_again_everywhere() {
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
  void no_more_is_remembered_than_there_is_room_for() {
    Limits small = remembering(100);
    for (int i = 0; i < 500; i++) {
      small.acquire(Limit.READ_USER, "u" + i);
      small.tidy();
      assertThat(small.size()).isLessThanOrEqualTo(100);
    }
  }

  @Test
  void many_keys_of_one_kind_do_not_push_out_what_others_used_up() {
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

  /** One key a round, in two long lists, would not come to an end in the time of a test. */
  @Test
  void two_kinds_of_which_there_are_as_many_lose_as_many() {
    int most = 100_000;
    Limits large = remembering(most);
    for (int i = 0; i < most; i++) {
      large.acquire(Limit.READ_USER, "u" + i);
      large.acquire(Limit.LOGIN_ACCOUNT, "any" + i + "@example.test");
    }
    large.tidy();

    assertThat(large.size()).isEqualTo(most - most / 10);
    assertThat(known(large, Limit.READ_USER, "u%d", most))
        .isEqualTo(known(large, Limit.LOGIN_ACCOUNT, "any%d@example.test", most));
  }

  private static long known(Limits limits, Limit limit, String pattern, int count) {
    return IntStream.range(0, count)
        .filter(i -> limits.left(limit, pattern.formatted(i)) < Long.MAX_VALUE)
        .count();
  }

  @Test
  void a_flood_of_keys_does_not_keep_others_from_being_told() {
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
  void a_user_has_a_budget_in_each_room_within_that_over_all_rooms() {
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
  void those_whom_the_operator_names_may_do_more() {
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
  void switched_off_there_are_none() {
    Limits off = gateway("chat.limits.enabled", "false");

    assertThat(taken(off, "ann", 10_000)).isEqualTo(10_000);
    assertThat(off.size()).isZero();
  }

  @Test
  void defaults_let_ordinary_use_through() {
    LimitSettings settings = settings(Map.of());

    assertThat(settings.loginAccount()).isEqualTo(new Rate(10, Duration.ofMinutes(1)));
    assertThat(settings.registerAddress()).isEqualTo(new Rate(1200, Duration.ofMinutes(20)));
    assertThat(settings.sendUser()).isEqualTo(new Rate(100, Duration.ofSeconds(10)));
    assertThat(settings.sendUserRoom()).isEqualTo(new Rate(20, Duration.ofSeconds(4)));
    assertThat(settings.changeUser()).isEqualTo(settings.sendUser());
    assertThat(settings.changeUserRoom()).isEqualTo(settings.sendUserRoom());
    assertThat(settings.trustedUsers()).isEmpty();
    assertThat(settings.enabled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "0/1s", "10/0s", "-1/1s", "10/1", "10/1w", "1e3/1s"})
  void what_is_no_rate_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.valueOf(text));
  }

  private Limits remembering(int most) {
    return new Limits(settings(Map.of()), () -> now, hit -> {}, most);
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

  /** What all gateways have taken, without refills. */
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
