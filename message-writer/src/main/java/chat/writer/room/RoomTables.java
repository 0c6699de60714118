package chat.writer.room;

import java.util.concurrent.CompletionStage;

/**
 * The tables that hold the rooms' events. Every write carries the seq of what it writes as its
 * timestamp, and of two writes to one row the greater timestamp wins, in whatever order they come.
 * A stage that fails leaves it unknown what was written; writing it again is always right.
 */
public interface RoomTables {

  /** The end of a room's events that stand before a seq. */
  CompletionStage<RoomEnd> endBefore(String room, long seq);

  /** Makes a bucket known to readers; done before anything is written into it. */
  CompletionStage<Void> open(String room, long bucket);

  /** Writes events. */
  CompletionStage<Void> write(EventBatch batch);

  /** Writes where a message stands, for a week. */
  CompletionStage<Void> remember(SentMessage message);
}
