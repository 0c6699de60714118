package chat.gateway.room;

import chat.gateway.room.RoomActivity.Last;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Reads the table {@code room_activity}, which the message writer maintains. */
final class CassandraRoomActivity
    implements Function<List<String>, CompletionStage<Map<String, Last>>> {

  private final CqlSession session;
  private final PreparedStatement select;

  CassandraRoomActivity(CqlSession session) {
    this.session = session;
    this.select =
        session.prepare(
            SimpleStatement.newInstance("SELECT room, seq, at FROM room_activity WHERE room IN ?")
                .setIdempotent(true));
  }

  @Override
  public CompletionStage<Map<String, Last>> apply(List<String> rooms) {
    return session
        .executeAsync(select.bind(rooms).setPageSize(rooms.size()))
        .thenApply(
            rows -> {
              Map<String, Last> last = new HashMap<>();
              rows.currentPage().forEach(row -> last.put(room(row), last(row)));
              return last;
            });
  }

  private static String room(Row row) {
    return Objects.requireNonNull(row.getString("room"));
  }

  private static Last last(Row row) {
    Instant at = row.getInstant("at");
    return new Last(row.getLong("seq"), at == null ? 0 : at.toEpochMilli());
  }
}
