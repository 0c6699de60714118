package chat.upload.access;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The rooms of users as the message writer wrote them. It lags behind the log, so this is a hint
 * and never decides about access.
 */
@Component
public final class Memberships {

  private static final int MAX_ROOMS = 1_000;

  private final CqlSession session;
  private final PreparedStatement select;

  Memberships(CqlSession session) {
    this.session = session;
    this.select =
        session.prepare(
            SimpleStatement.newInstance(
                    "SELECT room FROM rooms_of_user WHERE user_id = ? LIMIT " + MAX_ROOMS)
                .setIdempotent(true));
  }

  /** The rooms that a user belonged to lately. */
  public Set<String> of(String user) {
    return session.execute(select.bind(user)).all().stream()
        .map(row -> Objects.requireNonNull(row.getString("room")))
        .collect(Collectors.toUnmodifiableSet());
  }
}
