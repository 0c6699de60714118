package chat.gateway.account.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the tables of logouts do, whatever they are kept in. */
abstract class IssuerLogoutsContract {

  static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private final String session = UUID.randomUUID().toString();

  abstract IssuerLogouts logouts();

  @Test
  void a_session_that_was_seen_has_an_owner_when_it_ends() {
    assertThat(logouts().isEnded(session, "u1", NOW.plusSeconds(60))).isFalse();
    assertThat(logouts().isEnded(session, "u1", NOW.plusSeconds(120))).isFalse();

    assertThat(logouts().end(session, NOW)).hasValue("u1");

    assertThat(logouts().isEnded(session, "u1", NOW.plusSeconds(60))).isTrue();
    assertThat(logouts().endOf(session)).hasValue(NOW);
  }

  @Test
  void a_session_that_ends_before_it_was_seen_has_ended_and_no_owner() {
    assertThat(logouts().endOf(session)).isEmpty();
    assertThat(logouts().end(session, NOW)).isEmpty();

    assertThat(logouts().isEnded(session, "u1", NOW.plusSeconds(60))).isTrue();
  }

  @Test
  void a_logout_token_is_used_once() {
    assertThat(logouts().isUsed(session)).isFalse();
    assertThat(logouts().use(session)).isTrue();

    assertThat(logouts().isUsed(session)).isTrue();
    assertThat(logouts().use(session)).isFalse();
  }
}
