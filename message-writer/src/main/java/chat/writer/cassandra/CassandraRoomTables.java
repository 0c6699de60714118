package chat.writer.cassandra;

import chat.writer.room.EventBatch;
import chat.writer.room.EventRow;
import chat.writer.room.RoomEnd;
import chat.writer.room.RoomTables;
import chat.writer.room.SentMessage;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Rooms in Cassandra. A batch is one mutation of one partition: it costs a node one write, and is
 * there as a whole or not at all.
 */
final class CassandraRoomTables implements RoomTables {

  private final CqlSession session;
  private final PreparedStatement lastBucket;
  private final PreparedStatement lastEvent;
  private final PreparedStatement insertBucket;
  private final PreparedStatement insertEvent;
  private final PreparedStatement insertMessageId;

  CassandraRoomTables(CqlSession session) {
    this.session = session;
    this.lastBucket =
        prepare("SELECT bucket FROM room_buckets WHERE room = ? AND bucket < ? LIMIT 1");
    this.lastEvent =
        prepare(
            "SELECT seq, bucket, bucket_events, bucket_bytes FROM room_events"
                + " WHERE room = ? AND bucket = ? AND seq < ? LIMIT 1");
    this.insertBucket =
        prepare("INSERT INTO room_buckets (room, bucket) VALUES (?, ?) USING TIMESTAMP ?");
    this.insertEvent =
        prepare(
            "INSERT INTO room_events"
                + " (room, bucket, seq, prev, type, value, bucket_events, bucket_bytes)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    this.insertMessageId =
        prepare(
            "INSERT INTO message_ids (room, sender, id, seq, digest)"
                + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?");
  }

  /** Both tables are ordered by their last column, the greatest first. */
  @Override
  public CompletionStage<RoomEnd> endBefore(String room, long seq) {
    return first(lastBucket.bind(room, seq))
        .thenCompose(
            bucket ->
                bucket == null
                    ? CompletableFuture.completedFuture(RoomEnd.NONE)
                    : endIn(room, bucket.getLong("bucket"), seq));
  }

  @Override
  public CompletionStage<Void> open(String room, long bucket) {
    return write(insertBucket.bind(room, bucket, bucket));
  }

  @Override
  public CompletionStage<Void> write(EventBatch batch) {
    if (batch.rows().size() == 1) {
      return write(insert(batch.rows().get(0)));
    }
    BoundStatement[] inserts =
        batch.rows().stream().map(this::insert).toArray(BoundStatement[]::new);
    return write(BatchStatement.newInstance(BatchType.UNLOGGED, inserts).setIdempotent(true));
  }

  @Override
  public CompletionStage<Void> remember(SentMessage message) {
    return write(
        insertMessageId.bind(
            message.room(),
            message.sender(),
            message.id(),
            message.seq(),
            message.digest(),
            message.seq()));
  }

  private CompletionStage<RoomEnd> endIn(String room, long bucket, long seq) {
    return first(lastEvent.bind(room, bucket, seq))
        .thenApply(
            row ->
                row == null
                    ? RoomEnd.NONE
                    : new RoomEnd(
                        row.getLong("seq"),
                        bucket,
                        row.getInt("bucket_events"),
                        row.getLong("bucket_bytes")));
  }

  private BoundStatement insert(EventRow row) {
    RoomEnd end = row.end();
    return insertEvent.bind(
        row.room(),
        row.bucket(),
        row.seq(),
        row.prev(),
        row.type(),
        ByteBuffer.wrap(row.value()),
        end.events(),
        end.bytes(),
        row.seq());
  }

  private CompletionStage<@Nullable Row> first(Statement<?> query) {
    return session.executeAsync(query).thenApply(AsyncResultSet::one);
  }

  private CompletionStage<Void> write(Statement<?> statement) {
    return session.executeAsync(statement).thenAccept(written -> {});
  }

  private PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
