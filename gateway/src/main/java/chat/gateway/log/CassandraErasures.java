package chat.gateway.log;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.HashMap;
import java.util.Map;

/** The table {@code erased_users}, which the writers keep for as long as the log goes back. */
final class CassandraErasures implements Erasures {

  private final CqlSession session;

  CassandraErasures(CqlSession session) {
    this.session = session;
  }

  @Override
  public Map<String, Long> recent() {
    Map<String, Long> erased = new HashMap<>();
    session
        .execute(
            SimpleStatement.newInstance(
                    "SELECT user_id, erased_at FROM erased_users WHERE part = 0")
                .setIdempotent(true))
        .forEach(
            row -> erased.put(String.valueOf(row.getString("user_id")), row.getLong("erased_at")));
    return erased;
  }
}
