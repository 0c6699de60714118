package chat.writer.erasure;

import chat.writer.room.MessageEffect.PersonNamed;
import chat.writer.room.StoredEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The stored events that name a user. */
public interface NamedEvents {

  /**
   * Records an erasure for as long as the log keeps records, because the log still holds the user's
   * events.
   *
   * @param erasedAt time of the erasure, in milliseconds since the epoch UTC
   */
  CompletionStage<Void> erased(String user, long erasedAt);

  /**
   * The buckets with such events, ordered by room and bucket.
   *
   * @param afterRoom the room of the bucket before the first one; empty for the start
   * @param limit maximum number of buckets
   */
  CompletionStage<List<PersonNamed>> named(
      String user, String afterRoom, long afterBucket, int limit);

  /**
   * All events of a bucket, the latest first.
   *
   * @param before the seq after the first one
   * @param limit maximum number of events
   */
  CompletionStage<List<StoredEvent>> events(String room, long bucket, long before, int limit);
}
