package chat.gateway.room;

import static chat.edge.problem.ProblemCode.NOT_FOUND;

import chat.contract.Author;
import chat.contract.Names;
import chat.edge.problem.Refusal;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The table {@code users}. */
final class CassandraPeople implements People {

  private final CqlSession session;
  private final PreparedStatement select;

  CassandraPeople(CqlSession session) {
    this.session = session;
    this.select =
        session.prepare(
            SimpleStatement.newInstance("SELECT username, erased_at FROM users WHERE id = ?")
                .setIdempotent(true));
  }

  @Override
  public CompletableFuture<Author> find(String id) {
    if (!Names.isUser(id)) {
      return CompletableFuture.failedFuture(noSuchUser());
    }
    return session
        .executeAsync(select.bind(id))
        .thenApply(rows -> author(id, rows.one()))
        .toCompletableFuture();
  }

  /** The name of an erased user stays in the row until the erasure is complete. */
  private static Author author(String id, @Nullable Row row) {
    String username = row == null || !row.isNull("erased_at") ? null : row.getString("username");
    if (username == null) {
      throw noSuchUser();
    }
    return new Author(id, username);
  }

  private static Refusal noSuchUser() {
    return Refusal.of(NOT_FOUND, "no such user");
  }
}
