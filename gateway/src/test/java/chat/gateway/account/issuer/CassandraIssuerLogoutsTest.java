package chat.gateway.account.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.GatewayTables;
import chat.gateway.account.LossySession;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CassandraIssuerLogoutsTest extends IssuerLogoutsContract {

  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration YEAR = Duration.ofDays(365);

  private final CqlSession tables = GatewayTables.shared();
  private Instant now = NOW;
  private final IssuerLogouts logouts = new CassandraIssuerLogouts(tables, () -> now);
  private final String session = UUID.randomUUID().toString();

  @Override
  IssuerLogouts logouts() {
    return logouts;
  }

  @Test
  void a_session_is_kept_for_longer_than_its_tokens_are_good() {
    boolean unused = logouts.isEnded(session, "u1", now.plusSeconds(60));
    assertThat(lifetime("user_id")).isBetween(MONTH, MONTH.plusDays(2));

    unused = logouts.isEnded(session, "u1", now.plus(YEAR));
    assertThat(lifetime("user_id")).isBetween(YEAR, YEAR.plusDays(2));

    assertThat(logouts.end(session, now)).hasValue("u1");
    assertThat(lifetime("ended_at")).isBetween(YEAR, YEAR.plusDays(2));
  }

  @Test
  void a_session_whose_tokens_are_used_for_months_is_kept_on() {
    boolean unused = logouts.isEnded(session, "u1", now.plusSeconds(60));

    now = now.plus(MONTH);
    unused = logouts.isEnded(session, "u1", now.plus(YEAR));

    assertThat(lifetime("user_id")).isBetween(YEAR, YEAR.plusDays(2));
  }

  @Test
  void a_token_that_is_good_for_ever_does_not_fail() {
    assertThat(logouts.isEnded(session, "u1", Instant.ofEpochSecond(99_999_999_999L))).isFalse();
    assertThat(logouts.end(session, now)).hasValue("u1");
  }

  @Test
  void a_first_use_whose_answer_was_lost_is_not_taken_for_a_second_one() {
    IssuerLogouts losing = new CassandraIssuerLogouts(LossySession.in(tables), () -> now);

    assertThat(losing.use(session)).isTrue();
    assertThat(logouts.isUsed(session)).isTrue();
  }

  /** The time for which the tables keep a column. */
  private Duration lifetime(String column) {
    Row row =
        Objects.requireNonNull(
            tables
                .execute("SELECT TTL(" + column + ") FROM issuer_sessions WHERE id = ?", session)
                .one());
    return Duration.ofSeconds(row.getInt(0));
  }
}
