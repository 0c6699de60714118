package chat.writer.room;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.data.ByteUtils;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Rooms in Cassandra. A batch is one mutation of one partition: one write for a node, applied
 * completely or not at all.
 */
public final class CassandraRoomTables implements RoomTables {

  private final CqlSession session;
  private final PreparedStatement lastBucket;
  private final PreparedStatement lastEvent;
  private final PreparedStatement event;
  private final PreparedStatement edits;
  private final PreparedStatement members;
  private final PreparedStatement memberCount;
  private final PreparedStatement insertBucket;
  private final PreparedStatement insertEvent;
  private final PreparedStatement insertMessage;
  private final PreparedStatement insertMessageId;
  private final PreparedStatement insertImportedId;
  private final CassandraMessageWrites messageWrites;
  private final CassandraRoomWrites roomWrites;
  private final CassandraRemovalWrites removalWrites;
  private final PreparedStatement removalsDone;
  private final PreparedStatement removals;

  public CassandraRoomTables(CqlSession session) {
    this.session = session;
    CassandraStatements statements = new CassandraStatements(session);
    this.messageWrites = new CassandraMessageWrites(statements);
    this.roomWrites = new CassandraRoomWrites(statements);
    this.removalWrites = new CassandraRemovalWrites(statements);
    this.removalsDone = statements.prepare("SELECT done FROM removals WHERE partition = ? LIMIT 1");
    this.removals =
        statements.prepare(
            "SELECT seq, room, target, after FROM removals"
                + " WHERE partition = ? AND seq >= ? AND seq < ? LIMIT ?");
    this.lastBucket =
        statements.prepare("SELECT bucket FROM room_buckets WHERE room = ? AND bucket < ? LIMIT 1");
    this.lastEvent =
        statements.prepare(
            "SELECT seq, bucket, bucket_events, bucket_bytes, last_message FROM room_events"
                + " WHERE room = ? AND bucket = ? AND seq < ? LIMIT 1");
    this.event =
        statements.prepare(
            "SELECT type, value FROM room_events WHERE room = ? AND bucket = ? AND seq = ?");
    this.edits =
        statements.prepare(
            "SELECT edits FROM room_events WHERE room = ? AND bucket = ? AND seq = ?");
    this.members =
        statements.prepare(
            "SELECT user_id FROM room_members WHERE room = ? AND user_id > ? LIMIT ?");
    this.memberCount =
        statements.prepare(
            "SELECT member_count, WRITETIME(member_count) AS up_to FROM rooms WHERE room = ?");
    this.insertBucket =
        statements.prepare(
            "INSERT INTO room_buckets (room, bucket) VALUES (?, ?) USING TIMESTAMP ?");
    this.insertEvent =
        statements.prepare(
            "INSERT INTO room_events"
                + " (room, bucket, seq, prev, type, value, bucket_events, bucket_bytes, last_message)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    this.insertMessage =
        statements.prepare(
            "INSERT INTO room_messages (room, bucket, seq, author, mentions)"
                + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?");
    this.insertMessageId =
        statements.prepare(
            "INSERT INTO room_message_ids (room, bucket, sender, id, seq, digest)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    this.insertImportedId =
        statements.prepare(
            "INSERT INTO room_message_ids (room, bucket, sender, id, seq, digest)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL 0");
  }

  /** Both tables are ordered by their last column, descending. */
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

  /** The tables have the same key, so the rows of all are one mutation. */
  @Override
  public CompletionStage<Void> write(EventBatch batch) {
    return write(batch.rows().stream().flatMap(this::inserts).toList());
  }

  /**
   * A bucket is named by its first seq, so the event is in the bucket with the greatest name up to
   * its seq.
   */
  @Override
  public CompletionStage<Optional<StoredEvent>> find(String room, long seq) {
    return first(lastBucket.bind(room, seq + 1))
        .thenCompose(
            bucket ->
                bucket == null
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : find(room, bucket.getLong("bucket"), seq));
  }

  @Override
  public CompletionStage<Set<Long>> edits(String room, long bucket, long target) {
    return first(edits.bind(room, bucket, target))
        .thenApply(
            row ->
                row == null
                    ? Set.of()
                    : Objects.requireNonNullElse(row.getSet("edits", Long.class), Set.of()));
  }

  @Override
  public CompletionStage<List<String>> members(String room, String after, int limit) {
    return session
        .executeAsync(members.bind(room, after, limit).setPageSize(limit))
        .thenApply(
            rows ->
                StreamSupport.stream(rows.currentPage().spliterator(), false)
                    .map(row -> Objects.requireNonNull(row.getString("user_id")))
                    .toList());
  }

  /** A value's timestamp is the seq of the event that it was counted for. */
  @Override
  public CompletionStage<MemberCount> memberCount(String room) {
    return first(memberCount.bind(room))
        .thenApply(
            row ->
                row == null || row.isNull("member_count")
                    ? MemberCount.NONE
                    : new MemberCount(row.getInt("member_count"), row.getLong("up_to")));
  }

  @Override
  public CompletionStage<Long> removalsDone(int partition) {
    return first(removalsDone.bind(partition))
        .thenApply(row -> row == null ? 0 : row.getLong("done"));
  }

  @Override
  public CompletionStage<List<Removal>> removals(int partition, long from, long before, int limit) {
    return session
        .executeAsync(removals.bind(partition, from, before, limit).setPageSize(limit))
        .thenApply(
            rows ->
                StreamSupport.stream(rows.currentPage().spliterator(), false)
                    .filter(row -> !row.isNull("room"))
                    .map(row -> removal(partition, row))
                    .toList());
  }

  @Override
  public CompletionStage<Void> apply(Effect effect) {
    if (effect instanceof RemovalEffect removal) {
      return inOrder(removalWrites.of(removal));
    }
    if (effect instanceof MessageEffect message) {
      return write(messageWrites.of(message));
    }
    return CompletableFuture.allOf(
        roomWrites.of((RoomEffect) effect).stream()
            .map(this::write)
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }

  private CompletionStage<Void> inOrder(List<BoundStatement> writes) {
    CompletionStage<Void> done = CompletableFuture.completedFuture(null);
    for (BoundStatement next : writes) {
      done = done.thenCompose(before -> write(next));
    }
    return done;
  }

  private static Removal removal(int partition, Row row) {
    return new Removal(
        partition,
        row.getLong("seq"),
        Objects.requireNonNull(row.getString("room")),
        row.getLong("target"),
        Objects.requireNonNullElse(row.getString("after"), ""));
  }

  private CompletionStage<Optional<StoredEvent>> find(String room, long bucket, long seq) {
    return first(event.bind(room, bucket, seq))
        .thenApply(
            row ->
                Optional.ofNullable(row)
                    .map(
                        found ->
                            new StoredEvent(
                                bucket,
                                seq,
                                Objects.requireNonNull(found.getString("type")),
                                ByteUtils.getArray(
                                    Objects.requireNonNull(found.getByteBuffer("value"))))));
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
                        row.getLong("bucket_bytes"),
                        row.isNull("last_message")
                            ? RoomEnd.UNKNOWN
                            : row.getLong("last_message")));
  }

  private Stream<BoundStatement> inserts(EventRow row) {
    BoundStatement event = withLastMessage(insert(row), row.end().lastMessage());
    SentMessage message = row.message();
    if (message == null) {
      return Stream.of(event);
    }
    return row.isMessage()
        ? Stream.of(event, index(row, message), id(row, message))
        : Stream.of(event, id(row, message));
  }

  private BoundStatement index(EventRow row, SentMessage message) {
    List<String> mentions = message.mentions();
    BoundStatement insert =
        insertMessage.bind(
            row.room(), row.bucket(), row.seq(), message.sender(), mentions, row.seq());
    return mentions.isEmpty() ? insert.unset("mentions") : insert;
  }

  private BoundStatement id(EventRow row, SentMessage message) {
    PreparedStatement insert = message.imported() ? insertImportedId : insertMessageId;
    return insert.bind(
        row.room(),
        row.bucket(),
        message.sender(),
        message.id(),
        row.seq(),
        message.digest(),
        row.seq());
  }

  /** Leaves out an unknown value: a null would remove the value that another writer knew. */
  private static BoundStatement withLastMessage(BoundStatement insert, long lastMessage) {
    return lastMessage == RoomEnd.UNKNOWN
        ? insert.unset("last_message")
        : insert.setLong("last_message", lastMessage);
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
        null,
        row.seq());
  }

  private CompletionStage<@Nullable Row> first(Statement<?> query) {
    return session.executeAsync(query).thenApply(AsyncResultSet::one);
  }

  private CompletionStage<Void> write(List<BoundStatement> rows) {
    return write(
        rows.size() == 1
            ? rows.get(0)
            : BatchStatement.newInstance(BatchType.UNLOGGED, rows.toArray(BoundStatement[]::new))
                .setIdempotent(true));
  }

  private CompletionStage<Void> write(Statement<?> statement) {
    return session.executeAsync(statement).thenAccept(written -> {});
  }
}
