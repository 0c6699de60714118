package chat.gateway.message;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The table {@code message_ids}. */
final class CassandraMessageIds implements MessageIds {

  private final CqlSession session;
  private final PreparedStatement select;

  CassandraMessageIds(CqlSession session) {
    this.session = session;
    this.select =
        session.prepare(
            SimpleStatement.newInstance(
                    "SELECT seq, digest FROM message_ids WHERE room = ? AND sender = ? AND id = ?")
                .setIdempotent(true));
  }

  @Override
  public CompletionStage<Optional<Entry>> find(String room, String sender, String id) {
    return session
        .executeAsync(select.bind(room, sender, id))
        .thenApply(
            rows ->
                Optional.ofNullable(rows.one())
                    .map(row -> new Entry(row.getLong("seq"), row.getInt("digest"))));
  }
}
