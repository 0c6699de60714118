package chat.writer.room;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;

/** Prepares statements. All are idempotent, because they set their timestamps. */
public final class CassandraStatements {

  private final CqlSession session;

  public CassandraStatements(CqlSession session) {
    this.session = session;
  }

  public PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
