package chat.writer.room;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The tables that hold the rooms' events and what these make of rooms and members. Every write
 * carries the seq of what it writes as its timestamp, and of two writes to one row the greater
 * timestamp wins, in whatever order they come. A stage that fails leaves it unknown what was
 * written; writing it again is always right. A read sees all writes that were answered before it.
 */
public interface RoomTables {

  /** The end of a room's events that stand before a seq. */
  CompletionStage<RoomEnd> endBefore(String room, long seq);

  /** Makes a bucket known to readers; done before anything is written into it. */
  CompletionStage<Void> open(String room, long bucket);

  /** Writes events, and with each message its row in {@code room_messages}: both or none. */
  CompletionStage<Void> write(EventBatch batch);

  /** Writes where a message stands, for a week. */
  CompletionStage<Void> remember(SentMessage message);

  /** The event at a place, if there is one. */
  CompletionStage<Optional<StoredEvent>> find(String room, long seq);

  /** The places of a message's edits. */
  CompletionStage<Set<Long>> edits(String room, long bucket, long target);

  /**
   * The ids of those who belong to a room, in their order.
   *
   * @param after the id before the first one; empty for the beginning
   * @param limit the most that are wanted
   */
  CompletionStage<List<String>> members(String room, String after, int limit);

  /** How many belong to a room. */
  CompletionStage<Integer> countMembers(String room);

  /** The seq before which all removals of a partition are done. */
  CompletionStage<Long> removalsDone(int partition);

  /**
   * The removals of a partition that are not done, in the order of the events that caused them.
   *
   * @param from the seq of the first that is wanted
   * @param before the seq after the last that is wanted
   * @param limit the most that are wanted
   */
  CompletionStage<List<Removal>> removals(int partition, long from, long before, int limit);

  /** Writes what an event causes beside its own row; all of it or some of it if the stage fails. */
  CompletionStage<Void> apply(Effect effect);
}
