package chat.gateway.history;

import chat.contract.event.Message;
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
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The tables {@code room_buckets}, {@code room_events}, {@code room_messages} and {@code
 * room_reactions}. Answers are read by workers, not by the driver's threads.
 */
final class CassandraEventTables implements EventTables {

  /** Page size of rows with values. */
  private static final int PAGE = 500;

  /** Page size of index rows. */
  private static final int LONG_PAGE = 5_000;

  private static final String EVENTS =
      "SELECT seq, prev, type, value, changed, reacted, collection_count(edits) AS edit_count"
          + " FROM room_events";
  private static final String LINES = "SELECT seq, type FROM room_events";
  private static final String MESSAGES = "SELECT seq, author, deleted, mentions FROM room_messages";
  private static final String BUCKETS = "SELECT bucket, last_message FROM room_buckets";
  private static final String PLACE = " WHERE room = ? AND bucket = ?";

  /** Queries of a range of a bucket, from either end. */
  private record Ranges(PreparedStatement newestFirst, PreparedStatement oldestFirst) {

    BoundStatement of(long bucket, Span span) {
      PreparedStatement select = span.newestFirst() ? newestFirst : oldestFirst;
      return select.bind(span.room(), bucket, span.after(), span.before(), span.limit());
    }
  }

  private final CqlSession session;
  private final HeldReactions held;
  private final Executor workers;
  private final PreparedStatement bucketsBefore;
  private final PreparedStatement bucketsAfter;
  private final PreparedStatement lastMessage;
  private final PreparedStatement eventsAt;
  private final PreparedStatement reactions;
  private final Ranges events;
  private final Ranges lines;
  private final Ranges messages;

  CassandraEventTables(CqlSession session, HeldReactions held, Executor workers) {
    this.session = session;
    this.held = held;
    this.workers = workers;
    this.bucketsBefore = prepare(BUCKETS + " WHERE room = ? AND bucket < ? LIMIT ?", LONG_PAGE);
    this.bucketsAfter =
        prepare(
            BUCKETS + " WHERE room = ? AND bucket > ? AND bucket < ? ORDER BY bucket ASC LIMIT ?",
            LONG_PAGE);
    this.lastMessage =
        prepare("SELECT last_message FROM room_events" + PLACE + " AND seq < ? LIMIT 1", PAGE);
    this.eventsAt = prepare(EVENTS + PLACE + " AND seq IN ?", PAGE);
    this.reactions =
        prepare(
            "SELECT target, emoji, user_id FROM room_reactions" + PLACE + " AND target IN ?",
            LONG_PAGE);
    this.events = ranges(EVENTS, PAGE);
    this.lines = ranges(LINES, LONG_PAGE);
    this.messages = ranges(MESSAGES, LONG_PAGE);
  }

  private Ranges ranges(String select, int page) {
    String range = select + PLACE + " AND seq > ? AND seq < ? ORDER BY seq ";
    return new Ranges(prepare(range + "DESC LIMIT ?", page), prepare(range + "ASC LIMIT ?", page));
  }

  private PreparedStatement prepare(String cql, int page) {
    return session.prepare(
        SimpleStatement.builder(cql).setIdempotence(true).setPageSize(page).build());
  }

  @Override
  public CompletionStage<List<Bucket>> bucketsBefore(String room, long before, int limit) {
    return rows(bucketsBefore.bind(room, before, limit), CassandraEventTables::bucket);
  }

  @Override
  public CompletionStage<List<Bucket>> bucketsAfter(
      String room, long after, long before, int limit) {
    return rows(bucketsAfter.bind(room, after, before, limit), CassandraEventTables::bucket);
  }

  @Override
  public CompletionStage<OptionalLong> lastMessage(String room, long bucket, long before) {
    return rows(lastMessage.bind(room, bucket, before), CassandraEventTables::lastMessage)
        .thenApply(found -> found.stream().mapToLong(Long::longValue).findFirst());
  }

  @Override
  public CompletionStage<List<LoggedEvent>> events(long bucket, Span span) {
    return events(span.room(), bucket, events.of(bucket, span));
  }

  @Override
  public CompletionStage<List<LoggedEvent>> events(String room, long bucket, List<Long> seqs) {
    return events(room, bucket, eventsAt.bind(room, bucket, seqs))
        .thenApply(
            found -> {
              Collections.reverse(found);
              return found;
            });
  }

  @Override
  public CompletionStage<List<IndexedEvent>> messages(long bucket, Span span) {
    return rows(messages.of(bucket, span), CassandraEventTables::message);
  }

  @Override
  public CompletionStage<List<IndexedEvent>> lines(long bucket, Span span) {
    return rows(lines.of(bucket, span), CassandraEventTables::line);
  }

  private CompletionStage<List<LoggedEvent>> events(
      String room, long bucket, BoundStatement select) {
    BucketRows read = new BucketRows(room);
    return pages(session.executeAsync(select), read::add)
        .thenCompose(done -> addReactions(read, bucket))
        .thenApply(done -> read.events());
  }

  /**
   * Reads the reactions; they count against the limit of all look-ups until the events are
   * complete.
   */
  private CompletionStage<Void> addReactions(BucketRows read, long bucket) {
    if (read.reacted().isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    return held.reading(
        share -> {
          read.forgetReactions();
          return pages(
              session.executeAsync(reactions.bind(read.room(), bucket, read.reacted())),
              row -> {
                share.acquire();
                read.addReaction(row);
              });
        });
  }

  private <T> CompletionStage<List<T>> rows(BoundStatement select, Function<Row, T> read) {
    List<T> found = new ArrayList<>();
    return pages(session.executeAsync(select), row -> found.add(read.apply(row)))
        .thenApply(done -> found);
  }

  private CompletionStage<Void> pages(CompletionStage<AsyncResultSet> page, Consumer<Row> taker) {
    return page.thenComposeAsync(
        rows -> {
          rows.currentPage().forEach(taker);
          return rows.hasMorePages()
              ? pages(rows.fetchNextPage(), taker)
              : CompletableFuture.completedStage(null);
        },
        workers);
  }

  private static Bucket bucket(Row row) {
    return new Bucket(row.getLong("bucket"), lastMessage(row));
  }

  private static long lastMessage(Row row) {
    return row.isNull("last_message") ? Bucket.UNKNOWN : row.getLong("last_message");
  }

  private static IndexedEvent message(Row row) {
    String author = row.getBoolean("deleted") ? null : row.getString("author");
    List<String> mentions = row.getList("mentions", String.class);
    return new IndexedEvent(
        row.getLong("seq"), Message.TYPE, author, mentions == null ? List.of() : mentions);
  }

  private static IndexedEvent line(Row row) {
    return new IndexedEvent(
        row.getLong("seq"), Objects.requireNonNull(row.getString("type")), null);
  }
}
