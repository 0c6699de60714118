package chat.gateway.message;

import chat.contract.event.EventSummary;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.data.ByteUtils;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The ids in {@code room_message_ids}, which is kept by room and bucket, and those in {@code
 * message_ids}, where earlier versions of the writer kept them.
 *
 * <p>Only buckets in which the sender is named can have the id ({@code rooms_written}). They are
 * read from the newest one back to those whose events are older than {@link #KEPT}, or to the first
 * one: the ids of imported messages are kept for good.
 */
final class CassandraMessageIds implements MessageIds {

  /** The time for which an id is kept; the tables' time to live. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** Maximum number of buckets that are read at a time. */
  private static final int BUCKETS = 4;

  private final CqlSession session;
  private final InstantSource clock;
  private final PreparedStatement selectEarlier;
  private final PreparedStatement selectBuckets;
  private final PreparedStatement selectInBucket;
  private final PreparedStatement selectFirst;

  CassandraMessageIds(CqlSession session, InstantSource clock) {
    this.session = session;
    this.clock = clock;
    this.selectEarlier =
        prepare("SELECT seq, digest FROM message_ids WHERE room = ? AND sender = ? AND id = ?");
    this.selectBuckets =
        prepare(
            "SELECT bucket FROM rooms_written WHERE user_id = ? AND room = ? AND bucket < ?"
                + " ORDER BY room DESC, bucket DESC LIMIT "
                + BUCKETS);
    this.selectInBucket =
        prepare(
            "SELECT seq, digest FROM room_message_ids"
                + " WHERE room = ? AND bucket = ? AND sender = ? AND id = ?");
    this.selectFirst =
        prepare("SELECT value FROM room_events WHERE room = ? AND bucket = ? AND seq = ?");
  }

  @Override
  public CompletionStage<Optional<Entry>> find(String room, String sender, String id) {
    return find(new Search(room, sender, id, false));
  }

  @Override
  public CompletionStage<Optional<Entry>> findEver(String room, String sender, String id) {
    return find(new Search(room, sender, id, true));
  }

  private CompletionStage<Optional<Entry>> find(Search search) {
    return entry(selectEarlier.bind(search.room, search.sender, search.id))
        .thenCombine(inBuckets(search, Long.MAX_VALUE), CassandraMessageIds::later);
  }

  /**
   * A search for a message.
   *
   * @param ever whether old buckets are read too
   */
  private record Search(String room, String sender, String id, boolean ever) {}

  private CompletionStage<Optional<Entry>> inBuckets(Search search, long before) {
    return bucketsBefore(search.room, search.sender, before)
        .thenCompose(
            buckets ->
                inBuckets(search.room, search.sender, search.id, buckets)
                    .thenCompose(
                        found ->
                            found.isPresent() || buckets.size() < BUCKETS
                                ? CompletableFuture.completedFuture(found)
                                : further(search, buckets.get(BUCKETS - 1))));
  }

  private CompletionStage<Optional<Entry>> further(Search search, long before) {
    return search.ever
        ? inBuckets(search, before)
        : isOld(search.room, before)
            .thenCompose(
                old ->
                    old
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : inBuckets(search, before));
  }

  private CompletionStage<List<Long>> bucketsBefore(String room, String sender, long before) {
    return session
        .executeAsync(selectBuckets.bind(sender, room, before))
        .thenApply(
            rows ->
                StreamSupport.stream(rows.currentPage().spliterator(), false)
                    .map(row -> row.getLong("bucket"))
                    .toList());
  }

  private CompletionStage<Optional<Entry>> inBuckets(
      String room, String sender, String id, List<Long> buckets) {
    List<CompletableFuture<Optional<Entry>>> reads =
        buckets.stream()
            .map(bucket -> entry(selectInBucket.bind(room, bucket, sender, id)))
            .toList();
    return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                reads.stream()
                    .map(CompletableFuture::join)
                    .reduce(Optional.empty(), CassandraMessageIds::later));
  }

  /** Whether the events before a bucket are older than the ids that are kept. */
  private CompletionStage<Boolean> isOld(String room, long bucket) {
    return session
        .executeAsync(selectFirst.bind(room, bucket, bucket))
        .thenApply(rows -> Optional.ofNullable(rows.one()).filter(this::isOld).isPresent());
  }

  private boolean isOld(Row first) {
    ByteBuffer value = first.getByteBuffer("value");
    if (value == null) {
      return false;
    }
    try {
      EventSummary event = EventSummary.of(ByteUtils.getArray(value));
      // An imported message is as old as the import, which it does not tell.
      boolean known = event.at() > 0 && !event.imported();
      return known && event.at() < clock.millis() - KEPT.toMillis();
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }

  private CompletableFuture<Optional<Entry>> entry(BoundStatement query) {
    return session
        .executeAsync(query)
        .thenApply(
            rows ->
                Optional.ofNullable(rows.one())
                    .map(row -> new Entry(row.getLong("seq"), row.getInt("digest"))))
        .toCompletableFuture();
  }

  private static Optional<Entry> later(Optional<Entry> one, Optional<Entry> other) {
    return Stream.of(one, other)
        .flatMap(Optional::stream)
        .max(Comparator.comparingLong(Entry::seq));
  }

  private PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
