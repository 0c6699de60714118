package chat.writer.erased;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The table {@code erased_users}, which has them for as long as the log goes back. */
public final class CassandraErasedUsers {

  private final CqlSession session;

  public CassandraErasedUsers(CqlSession session) {
    this.session = session;
  }

  /** Time of erasure by user id, in milliseconds since the epoch UTC. */
  public CompletionStage<Map<String, Long>> recent() {
    return session
        .executeAsync(
            SimpleStatement.newInstance(
                    "SELECT user_id, erased_at FROM erased_users WHERE part = 0")
                .setIdempotent(true))
        .thenCompose(first -> all(first, new HashMap<>()));
  }

  private static CompletionStage<Map<String, Long>> all(
      AsyncResultSet page, Map<String, Long> found) {
    page.currentPage()
        .forEach(
            row -> found.put(String.valueOf(row.getString("user_id")), row.getLong("erased_at")));
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> all(next, found))
        : CompletableFuture.completedFuture(found);
  }
}
