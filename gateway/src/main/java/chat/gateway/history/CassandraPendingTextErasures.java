package chat.gateway.history;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The table {@code texts_going}. */
final class CassandraPendingTextErasures implements PendingTextErasures {

  /** Messages per query. */
  private static final int AT_ONCE = 500;

  private final CqlSession session;
  private final PreparedStatement select;

  CassandraPendingTextErasures(CqlSession session) {
    this.session = session;
    this.select =
        session.prepare(
            SimpleStatement.builder(
                    "SELECT target, seq FROM texts_going WHERE room = ? AND target IN ?")
                .setIdempotence(true)
                .setPageSize(AT_ONCE)
                .build());
  }

  @Override
  public CompletionStage<Map<Long, Long>> of(String room, Set<Long> targets) {
    return find(room, List.copyOf(targets), 0, new HashMap<>());
  }

  private CompletionStage<Map<Long, Long>> find(
      String room, List<Long> targets, int from, Map<Long, Long> found) {
    if (from >= targets.size()) {
      return CompletableFuture.completedFuture(found);
    }
    int to = Math.min(targets.size(), from + AT_ONCE);
    return session
        .executeAsync(select.bind(room, targets.subList(from, to)))
        .thenCompose(
            rows -> {
              add(rows, found);
              return find(room, targets, to, found);
            });
  }

  private static void add(AsyncResultSet rows, Map<Long, Long> found) {
    rows.currentPage().forEach(row -> found.put(row.getLong("target"), row.getLong("seq")));
  }
}
