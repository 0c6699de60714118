package chat.writer.room;

/**
 * An erasure that is not done yet, and how far it has come.
 *
 * @param shard by whose owner it is done: the partition of the event that tells of it
 * @param user the account's id
 * @param id of the event
 * @param erasedAt in milliseconds since the epoch UTC
 * @param isSecond whether all is looked through once more
 * @param room of the last bucket that is done; empty at the beginning
 * @param bucket the last one that is done
 */
public record PendingErasure(
    int shard, String user, String id, long erasedAt, boolean isSecond, String room, long bucket) {

  /** An erasure at its beginning. */
  public static PendingErasure of(int shard, String user, String id, long erasedAt) {
    return new PendingErasure(shard, user, id, erasedAt, false, "", 0);
  }

  PendingErasure second() {
    return new PendingErasure(shard, user, id, erasedAt, true, "", 0);
  }

  PendingErasure after(String doneRoom, long doneBucket) {
    return new PendingErasure(shard, user, id, erasedAt, isSecond, doneRoom, doneBucket);
  }
}
