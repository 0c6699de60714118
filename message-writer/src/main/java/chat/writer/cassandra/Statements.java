package chat.writer.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;

/** Prepares statements; all are idempotent, for they say themselves which time they are of. */
final class Statements {

  private final CqlSession session;

  Statements(CqlSession session) {
    this.session = session;
  }

  PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
