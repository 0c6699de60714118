package chat.upload.access;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The rooms of users as the message writer keeps them, as old as what it has not written yet: good
 * for a guess, never for a decision.
 */
@Component
public final class Memberships {

  private static final int MOST = 1_000;

  private final CqlSession session;
  private final PreparedStatement select;

  Memberships(CqlSession session) {
    this.session = session;
    this.select =
        session.prepare(
            SimpleStatement.newInstance(
                    "SELECT room FROM rooms_of_user WHERE user_id = ? LIMIT " + MOST)
                .setIdempotent(true));
  }

  /** The rooms that a user belonged to lately. */
  public Set<String> of(String user) {
    return session.execute(select.bind(user)).all().stream()
        .map(row -> Objects.requireNonNull(row.getString("room")))
        .collect(Collectors.toUnmodifiableSet());
  }
}
