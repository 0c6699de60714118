package chat.writer.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;

/** Prepares statements. All are idempotent, because they set their timestamps. */
final class Statements {

  private final CqlSession session;

  Statements(CqlSession session) {
    this.session = session;
  }

  PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
