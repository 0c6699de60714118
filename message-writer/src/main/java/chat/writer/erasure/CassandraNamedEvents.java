package chat.writer.erasure;

import chat.writer.room.CassandraStatements;
import chat.writer.room.MessageEffect.PersonNamed;
import chat.writer.room.StoredEvent;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.ByteUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Finds events by the users whom they name, in Cassandra. */
public final class CassandraNamedEvents implements NamedEvents {

  private final CqlSession session;
  private final PreparedStatement buckets;
  private final PreparedStatement rows;
  private final PreparedStatement insertErased;

  public CassandraNamedEvents(CqlSession session) {
    this.session = session;
    CassandraStatements statements = new CassandraStatements(session);
    this.buckets =
        statements.prepare(
            "SELECT room, bucket FROM rooms_written"
                + " WHERE user_id = ? AND (room, bucket) > (?, ?) LIMIT ?");
    this.insertErased =
        statements.prepare("INSERT INTO erased_users (part, user_id, erased_at) VALUES (0, ?, ?)");
    this.rows =
        statements.prepare(
            "SELECT seq, type, value FROM room_events"
                + " WHERE room = ? AND bucket = ? AND seq < ? LIMIT ?");
  }

  @Override
  public CompletionStage<Void> erased(String user, long erasedAt) {
    return session.executeAsync(insertErased.bind(user, erasedAt)).thenAccept(written -> {});
  }

  @Override
  public CompletionStage<List<PersonNamed>> named(
      String user, String afterRoom, long afterBucket, int limit) {
    return session
        .executeAsync(buckets.bind(user, afterRoom, afterBucket, limit))
        .thenCompose(
            first ->
                all(
                    first,
                    row ->
                        new PersonNamed(
                            user,
                            Objects.requireNonNull(row.getString("room")),
                            row.getLong("bucket")),
                    new ArrayList<>()));
  }

  @Override
  public CompletionStage<List<StoredEvent>> events(
      String room, long bucket, long before, int limit) {
    return session
        .executeAsync(rows.bind(room, bucket, before, limit))
        .thenCompose(first -> all(first, row -> event(bucket, row), new ArrayList<>()));
  }

  private static StoredEvent event(long bucket, Row row) {
    return new StoredEvent(
        bucket,
        row.getLong("seq"),
        Objects.requireNonNull(row.getString("type")),
        ByteUtils.getArray(Objects.requireNonNull(row.getByteBuffer("value"))));
  }

  private static <T> CompletionStage<List<T>> all(
      AsyncResultSet page, Function<Row, T> read, List<T> found) {
    page.currentPage().forEach(row -> found.add(read.apply(row)));
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> all(next, read, found))
        : CompletableFuture.completedFuture(found);
  }
}
