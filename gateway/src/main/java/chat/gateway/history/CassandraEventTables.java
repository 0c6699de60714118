package chat.gateway.history;

import chat.gateway.log.LoggedEvent;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The tables {@code room_buckets} and {@code room_events}. A bucket is named by its first seq, and
 * holds the room's events up to the next bucket.
 */
final class CassandraEventTables implements EventTables {

  /** Rows a page. Of buckets more than one page is never needed: each holds hundreds of events. */
  private static final int PAGE = 500;

  private static final String COLUMNS =
      "seq, prev, type, value, changed, reacted, collection_count(edits) AS edit_count";

  private final CqlSession session;
  private final PreparedStatement bucketsBefore;
  private final PreparedStatement bucketsAfter;
  private final PreparedStatement newestFirst;
  private final PreparedStatement oldestFirst;
  private final PreparedStatement reactions;

  CassandraEventTables(CqlSession session) {
    this.session = session;
    this.bucketsBefore =
        prepare(session, "SELECT bucket FROM room_buckets WHERE room = ? AND bucket < ?");
    this.bucketsAfter =
        prepare(
            session,
            "SELECT bucket FROM room_buckets WHERE room = ? AND bucket > ? AND bucket < ?"
                + " ORDER BY bucket ASC");
    this.newestFirst =
        prepare(
            session,
            "SELECT "
                + COLUMNS
                + " FROM room_events"
                + " WHERE room = ? AND bucket = ? AND seq < ? ORDER BY seq DESC LIMIT ?");
    this.oldestFirst =
        prepare(
            session,
            "SELECT "
                + COLUMNS
                + " FROM room_events WHERE room = ? AND bucket = ? AND seq > ? AND seq < ? ORDER BY"
                + " seq ASC LIMIT ?");
    this.reactions =
        prepare(
            session,
            "SELECT target, emoji, user_id FROM room_reactions"
                + " WHERE room = ? AND bucket = ? AND target >= ? AND target <= ?");
  }

  private static PreparedStatement prepare(CqlSession session, String cql) {
    return session.prepare(
        SimpleStatement.builder(cql).setIdempotence(true).setPageSize(PAGE).build());
  }

  @Override
  public CompletionStage<List<LoggedEvent>> before(String room, long before, int limit) {
    return buckets(bucketsBefore.bind(room, before))
        .thenCompose(
            buckets ->
                gather(
                    buckets,
                    0,
                    limit,
                    new ArrayList<>(),
                    room,
                    (bucket, missing) -> newestFirst.bind(room, bucket, before, missing)))
        .thenApply(
            events -> {
              Collections.reverse(events);
              return events;
            });
  }

  @Override
  public CompletionStage<List<LoggedEvent>> between(
      String room, long after, long before, int limit) {
    return buckets(bucketsBefore.bind(room, after + 1).setPageSize(1))
        .thenCombine(
            buckets(bucketsAfter.bind(room, after, before)),
            (first, further) -> {
              List<Long> buckets = new ArrayList<>(first.subList(0, Math.min(1, first.size())));
              buckets.addAll(further);
              return buckets;
            })
        .thenCompose(
            buckets ->
                gather(
                    buckets,
                    0,
                    limit,
                    new ArrayList<>(),
                    room,
                    (bucket, missing) -> oldestFirst.bind(room, bucket, after, before, missing)));
  }

  /** A statement for a bucket and for how many events are still wanted. */
  private interface Select {
    BoundStatement of(long bucket, int missing);
  }

  /** One bucket after the other, until there are enough. */
  private CompletionStage<List<LoggedEvent>> gather(
      List<Long> buckets,
      int next,
      int limit,
      List<LoggedEvent> events,
      String room,
      Select select) {
    if (next == buckets.size() || events.size() >= limit) {
      return CompletableFuture.completedStage(events);
    }
    long bucket = buckets.get(next);
    BucketRows read = new BucketRows(room, bucket);
    return session
        .executeAsync(select.of(bucket, limit - events.size()))
        .thenCompose(rows -> pages(rows, read::add))
        .thenCompose(done -> addReactions(read))
        .thenCompose(
            done -> {
              events.addAll(read.events());
              return gather(buckets, next + 1, limit, events, room, select);
            });
  }

  private CompletionStage<Void> addReactions(BucketRows read) {
    if (!read.hasReactions()) {
      return CompletableFuture.completedStage(null);
    }
    return session
        .executeAsync(
            reactions.bind(read.room(), read.bucket(), read.firstReacted(), read.lastReacted()))
        .thenCompose(rows -> pages(rows, read::addReaction));
  }

  private static CompletionStage<Void> pages(AsyncResultSet rows, Consumer<Row> taker) {
    rows.currentPage().forEach(taker);
    return rows.hasMorePages()
        ? rows.fetchNextPage().thenCompose(more -> pages(more, taker))
        : CompletableFuture.completedStage(null);
  }

  /** A room's buckets, as far as the first page of the answer has them. */
  private CompletionStage<List<Long>> buckets(BoundStatement select) {
    return session
        .executeAsync(select)
        .thenApply(
            rows -> {
              List<Long> buckets = new ArrayList<>();
              rows.currentPage().forEach(row -> buckets.add(row.getLong("bucket")));
              return buckets;
            });
  }
}
