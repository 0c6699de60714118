package chat.gateway.room;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The table {@code read_markers}. The write timestamp of a marker is its seq, so the greater of two
 * wins in any order of arrival.
 */
final class CassandraReadMarkers implements ReadMarkers {

  private final CqlSession session;
  private final PreparedStatement insert;
  private final PreparedStatement select;

  CassandraReadMarkers(CqlSession session) {
    this.session = session;
    this.insert =
        prepare("INSERT INTO read_markers (user_id, room, seq) VALUES (?, ?, ?) USING TIMESTAMP ?");
    this.select = prepare("SELECT room, seq FROM read_markers WHERE user_id = ? AND room IN ?");
  }

  @Override
  public CompletableFuture<Void> move(String user, String room, long seq) {
    return session
        .executeAsync(insert.bind(user, room, seq, seq))
        .<Void>thenApply(written -> null)
        .toCompletableFuture();
  }

  @Override
  public CompletableFuture<Map<String, Long>> of(String user, List<String> rooms) {
    return session
        .executeAsync(select.bind(user, rooms).setPageSize(rooms.size()))
        .thenApply(
            rows -> {
              Map<String, Long> markers = new HashMap<>();
              rows.currentPage()
                  .forEach(
                      row ->
                          markers.put(String.valueOf(row.getString("room")), row.getLong("seq")));
              return markers;
            })
        .toCompletableFuture();
  }

  private PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
