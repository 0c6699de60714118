package chat.gateway.account.events;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.user.Profile;
import chat.contract.user.UserEvent;
import chat.sockets.fanout.SignIn;
import chat.sockets.fanout.UserConnections;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long sign-ins count as ended. */
class RevocationsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  private static final Duration MEMORY = Duration.ofMinutes(10);
  private static final Duration WRONG = Duration.ofMinutes(10);

  private Instant dayTime = NOW;
  private Instant steady = NOW;
  private final Revocations revocations =
      new Revocations(new UserConnections(), () -> dayTime, () -> steady, MEMORY, MEMORY);

  @Test
  void a_sign_in_is_forgotten_when_its_tokens_have_expired_by_any_clock() {
    end("first");
    pass(MEMORY.plusMinutes(14));
    end("second");
    assertThat(isEnded("first")).as("a clock may be behind").isTrue();

    pass(Duration.ofMinutes(2));
    end("third");

    assertThat(isEnded("first")).isFalse();
    assertThat(isEnded("third")).isTrue();
  }

  @Test
  void a_sign_in_that_ended_while_the_clock_was_behind_is_not_forgotten_when_that_is_set() {
    dayTime = NOW.minus(WRONG);
    end("first");
    dayTime = NOW;
    pass(Duration.ofMinutes(20));
    end("second");

    assertThat(isEnded("first")).isTrue();
  }

  private void end(String family) {
    revocations.handle(
        new UserEvent.Revoked(
            "e-" + family,
            new Profile("u1", "ann", null, null, NOW.toEpochMilli(), 1),
            new UserEvent.Sessions.Family(family),
            dayTime.toEpochMilli()));
  }

  private boolean isEnded(String family) {
    return revocations.isRevoked("u1", new SignIn(family, 1));
  }

  private void pass(Duration time) {
    dayTime = dayTime.plus(time);
    steady = steady.plus(time);
  }
}
