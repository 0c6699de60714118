package chat.gateway.account.issuer;

import chat.gateway.account.ConditionalWrites;
import chat.gateway.account.ConditionalWrites.Outcome;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Sessions and logout tokens in the tables {@code issuer_sessions} and {@code logout_tokens}. */
@Component
final class CassandraIssuerLogouts implements IssuerLogouts {

  private static final Duration SHORTEST = Duration.ofDays(30);

  /** Half of what the tables can do. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  /** The difference between clocks, and more. */
  private static final Duration MARGIN = Duration.ofDays(1);

  private final CqlSession session;
  private final ConditionalWrites writes;
  private final InstantSource clock;
  private final PreparedStatement select;
  private final PreparedStatement keep;
  private final PreparedStatement end;
  private final PreparedStatement use;
  private final PreparedStatement used;

  CassandraIssuerLogouts(CqlSession session, InstantSource clock) {
    this.session = session;
    this.writes = new ConditionalWrites(session);
    this.clock = clock;
    this.select =
        writes.prepare("SELECT user_id, kept_until, ended_at FROM issuer_sessions WHERE id = ?");
    this.keep =
        writes.prepare(
            "UPDATE issuer_sessions USING TTL ? SET user_id = ?, kept_until = ? WHERE id = ?");
    this.end = writes.prepare("UPDATE issuer_sessions USING TTL ? SET ended_at = ? WHERE id = ?");
    this.use = writes.prepare("INSERT INTO logout_tokens (id) VALUES (?) IF NOT EXISTS");
    this.used = writes.prepare("SELECT id FROM logout_tokens WHERE id = ?");
  }

  @Override
  public boolean isEnded(String id, String user, Instant tokenExpiresAt) {
    Instant until = earlier(tokenExpiresAt, clock.instant().plus(LONGEST));
    if (keptUntil(id).isBefore(until)) {
      Duration kept = keptFor(until);
      session.execute(keep.bind(seconds(kept), user, clock.instant().plus(kept), id));
    }
    return endOf(id).isPresent();
  }

  @Override
  public Optional<String> end(String id, Instant at) {
    session.execute(end.bind(seconds(keptFor(keptUntil(id))), at, id));
    return writes.read(select.bind(id)).map(row -> row.getString("user_id"));
  }

  @Override
  public Optional<Instant> endOf(String id) {
    return writes.read(select.bind(id)).map(row -> row.getInstant("ended_at"));
  }

  private Instant keptUntil(String id) {
    return writes
        .read(select.bind(id))
        .map(row -> row.getInstant("kept_until"))
        .orElse(Instant.EPOCH);
  }

  @Override
  public boolean isUsed(String logout) {
    return writes.read(used.bind(logout)).isPresent();
  }

  @Override
  public boolean use(String logout) {
    Outcome outcome = writes.write(use.bind(logout), used.bind(logout), there -> true);
    return outcome.applied() || outcome.isLost();
  }

  private Duration keptFor(Instant until) {
    Duration wanted = Duration.between(clock.instant(), until);
    return wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
  }

  private static int seconds(Duration kept) {
    return Math.toIntExact(kept.plus(MARGIN).toSeconds());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
