package chat.writer.room;

import chat.writer.room.MessageEffect.PersonNamed;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The events that name somebody, as far as the tables know. */
public interface NamedEvents {

  /**
   * Keeps for as long as the log does that somebody was erased: the log still holds what they
   * wrote.
   *
   * @param erasedAt in milliseconds since the epoch UTC
   */
  CompletionStage<Void> erased(String user, long erasedAt);

  /**
   * The buckets that hold them, in order of rooms and buckets.
   *
   * @param afterRoom the room of the bucket before the first one; empty for the beginning
   * @param limit the most that are wanted
   */
  CompletionStage<List<PersonNamed>> named(
      String user, String afterRoom, long afterBucket, int limit);

  /**
   * All events of a bucket, the latest first.
   *
   * @param before the seq after the first one
   * @param limit the most that are wanted
   */
  CompletionStage<List<StoredEvent>> events(String room, long bucket, long before, int limit);
}
