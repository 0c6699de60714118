package chat.gateway.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads a room's buckets one after the other until there is enough. Skips buckets that are known to
 * have nothing of what is wanted. For one use; its stages follow one another.
 */
final class BucketWalk<T> {

  /** Bucket rows per query; they are small. */
  static final int PAGE = 500;

  /**
   * Reads from one bucket.
   *
   * @param <T> type of the result
   */
  interface BucketReader<T> {

    /** Whether only messages are read. */
    default boolean isOfMessages() {
      return false;
    }

    /**
     * Reads at most the span's limit, in its order.
     *
     * @param lastMessage see {@link EventTables#lastMessage}; null if it has to be queried
     */
    CompletionStage<List<T>> read(long bucket, Span span, @Nullable Long lastMessage);
  }

  private final EventTables tables;
  private final Span span;
  private final Cancellation cancellation;
  private final BucketReader<T> reader;
  private final List<T> found = new ArrayList<>();
  private final Deque<Bucket> ahead = new ArrayDeque<>();

  /** Position from which the next buckets are queried. */
  private long cursor;

  private boolean isEnd;

  /** The last message of the current bucket; null if not known. */
  private @Nullable Long lastMessage;

  /** The last message before the last polled bucket, as that bucket tells. */
  private @Nullable Long lastMessageBefore;

  BucketWalk(EventTables tables, Span span, Cancellation cancellation, BucketReader<T> reader) {
    this.tables = tables;
    this.span = span;
    this.cancellation = cancellation;
    this.reader = reader;
    this.cursor = span.newestFirst() ? span.before() : span.after();
  }

  /** Reads the whole span, in its order. */
  CompletionStage<List<T>> read() {
    if (span.newestFirst()) {
      return next();
    }
    return tables
        .bucketsBefore(span.room(), span.after() + 1, 1)
        .thenCompose(
            buckets -> {
              ahead.addAll(buckets);
              return next();
            });
  }

  private CompletionStage<List<T>> next() {
    cancellation.check();
    for (Bucket bucket = poll(); bucket != null; bucket = poll()) {
      if (!hasNone(bucket)) {
        return read(bucket);
      }
      if (span.newestFirst()) {
        jump(Objects.requireNonNull(lastMessage));
      }
    }
    return isEnd ? CompletableFuture.completedFuture(found) : more();
  }

  private CompletionStage<List<T>> read(Bucket bucket) {
    Span left = span.atMost(span.limit() - found.size());
    return reader
        .read(bucket.first(), left, lastMessage)
        .thenCompose(
            taken -> {
              found.addAll(taken);
              return found.size() >= span.limit()
                  ? CompletableFuture.completedFuture(found)
                  : next();
            });
  }

  /** The next bucket, as soon as the one after it has told its last message. */
  private @Nullable Bucket poll() {
    if (span.newestFirst()) {
      return pollNewest();
    }
    if (ahead.size() == 1 && !isEnd) {
      return null;
    }
    Bucket bucket = ahead.poll();
    Bucket following = ahead.peek();
    lastMessage = following == null ? null : known(following);
    return bucket;
  }

  private @Nullable Bucket pollNewest() {
    Bucket bucket = ahead.poll();
    if (bucket != null) {
      lastMessage = lastMessageBefore;
      lastMessageBefore = known(bucket);
      if (bucket.first() <= span.after() + 1) {
        end();
      }
    }
    return bucket;
  }

  private static @Nullable Long known(Bucket bucket) {
    return bucket.lastMessageBefore() == Bucket.UNKNOWN ? null : bucket.lastMessageBefore();
  }

  private void end() {
    isEnd = true;
    ahead.clear();
  }

  private boolean hasNone(Bucket bucket) {
    Long last = lastMessage;
    return reader.isOfMessages() && last != null && (last < bucket.first() || last <= span.after());
  }

  /** Skips to the bucket of the last message; the buckets between have none. */
  private void jump(long last) {
    if (last <= span.after()) {
      end();
    }
    while (!ahead.isEmpty() && ahead.element().first() > last) {
      lastMessageBefore = known(ahead.remove());
    }
    if (ahead.isEmpty() && last + 1 < cursor) {
      cursor = last + 1;
      lastMessageBefore = null;
    }
  }

  private CompletionStage<List<T>> more() {
    CompletionStage<List<Bucket>> buckets =
        span.newestFirst()
            ? tables.bucketsBefore(span.room(), cursor, PAGE)
            : tables.bucketsAfter(span.room(), cursor, span.before(), PAGE);
    return buckets.thenCompose(
        page -> {
          ahead.addAll(page);
          isEnd = page.size() < PAGE;
          if (!page.isEmpty()) {
            cursor = page.get(page.size() - 1).first();
          }
          return next();
        });
  }
}
