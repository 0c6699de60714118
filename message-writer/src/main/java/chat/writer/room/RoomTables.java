package chat.writer.room;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The tables of events, rooms and members. Every write carries its seq as the timestamp; of two
 * writes to one row the greater timestamp wins, in whatever order they come. When a stage fails, it
 * is unknown what was written; repeating the write is always safe. A read sees all writes that
 * completed before it.
 */
public interface RoomTables {

  /** The end of a room's events before a seq. */
  CompletionStage<RoomEnd> endBefore(String room, long seq);

  /** Makes a bucket known to readers, before its first write. */
  CompletionStage<Void> open(String room, long bucket);

  /**
   * Writes events, and with each message its rows in {@code room_messages} and in {@code
   * room_message_ids}, there for a week or, if it was imported, for good: all or none.
   */
  CompletionStage<Void> write(EventBatch batch);

  /** The event with a seq, if there is one. */
  CompletionStage<Optional<StoredEvent>> find(String room, long seq);

  /** The seqs of a message's edits. */
  CompletionStage<Set<Long>> edits(String room, long bucket, long target);

  /**
   * The ids of a room's members, in ascending order.
   *
   * @param after the id before the first one; empty for the start
   * @param limit maximum number of ids
   */
  CompletionStage<List<String>> members(String room, String after, int limit);

  /** The number of a room's members, as it was written last. */
  CompletionStage<MemberCount> memberCount(String room);

  /** The seq before which all removals of a partition are complete. */
  CompletionStage<Long> removalsDone(int partition);

  /**
   * The incomplete removals of a partition, ordered by the events that caused them.
   *
   * @param from the seq of the first one
   * @param before the seq after the last one
   * @param limit maximum number of removals
   */
  CompletionStage<List<Removal>> removals(int partition, long from, long before, int limit);

  /** Writes an effect; a failed stage may have written all or some of it. */
  CompletionStage<Void> apply(Effect effect);
}
