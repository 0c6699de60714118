package chat.gateway.history;

import chat.gateway.log.LoggedEvent;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The message writer's tables, one query each. They are complete up to the watermark. A bucket
 * holds the room's events from its first seq up to the next bucket.
 */
public interface EventTables {

  /** The newest buckets that begin before a seq, newest first. */
  CompletionStage<List<Bucket>> bucketsBefore(String room, long before, int limit);

  /** The oldest buckets that begin after a seq and before another, oldest first. */
  CompletionStage<List<Bucket>> bucketsAfter(String room, long after, long before, int limit);

  /**
   * The room's last message, as the newest event of a bucket before a seq tells.
   *
   * @return as in {@link Bucket#lastMessageBefore()}, up to and including that event; {@link
   *     Bucket#UNKNOWN} if not all messages of the bucket are in the index; empty if the bucket has
   *     no event before that seq
   */
  CompletionStage<OptionalLong> lastMessage(String room, long bucket, long before);

  /** The events of a bucket within a span, in their current state, in the span's order. */
  CompletionStage<List<LoggedEvent>> events(long bucket, Span span);

  /**
   * The events of a bucket at some positions, in their current state, in log order.
   *
   * @param seqs at most {@link StoredEvents#MAX_AT_ONCE}
   */
  CompletionStage<List<LoggedEvent>> events(String room, long bucket, List<Long> seqs);

  /** The messages of a bucket within a span, by the index, in the span's order. */
  CompletionStage<List<IndexedEvent>> messages(long bucket, Span span);

  /** The events of a bucket within a span, without their values, in the span's order. */
  CompletionStage<List<IndexedEvent>> lines(long bucket, Span span);
}
