package chat.gateway.history;

import chat.gateway.log.LoggedEvent;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The tables that the writer fills, one question each. What they hold of a room is complete up to
 * the watermark. A bucket holds the room's events from its first seq up to the next bucket.
 */
interface EventTables {

  /** The newest buckets that begin before a seq, the newest first. */
  CompletionStage<List<Bucket>> bucketsBefore(String room, long before, int limit);

  /** The oldest buckets that begin after a seq, and before another, the oldest first. */
  CompletionStage<List<Bucket>> bucketsAfter(String room, long after, long before, int limit);

  /**
   * What the newest event of a bucket before a seq says of the room's last message.
   *
   * @return as in {@link Bucket#lastMessageBefore()}, of the messages up to and with that event;
   *     {@link Bucket#UNKNOWN} if those of the bucket are not all in the index; empty if the bucket
   *     has no event before that seq
   */
  CompletionStage<OptionalLong> lastMessage(String room, long bucket, long before);

  /** The events of a bucket that are in a span, in their present state, in the span's order. */
  CompletionStage<List<LoggedEvent>> events(long bucket, Span span);

  /**
   * The events of a bucket at some places, in their present state, in log order.
   *
   * @param seqs not more than {@link StoredEvents#MOST_AT_ONCE}
   */
  CompletionStage<List<LoggedEvent>> events(String room, long bucket, List<Long> seqs);

  /** The messages of a bucket that are in a span, by the index, in the span's order. */
  CompletionStage<List<Line>> messages(long bucket, Span span);

  /** The events of a bucket that are in a span, without what they say, in the span's order. */
  CompletionStage<List<Line>> lines(long bucket, Span span);
}
