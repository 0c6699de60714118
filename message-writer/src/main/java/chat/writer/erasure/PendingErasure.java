package chat.writer.erasure;

/**
 * A pending erasure and its progress.
 *
 * @param shard the partition of the event, whose owner runs the erasure
 * @param user the account's id
 * @param id of the event
 * @param erasedAt time of the erasure, in milliseconds since the epoch UTC
 * @param isSecond whether this is the second pass
 * @param room of the last finished bucket; empty at the start
 * @param bucket the last finished one
 */
record PendingErasure(
    int shard, String user, String id, long erasedAt, boolean isSecond, String room, long bucket) {

  /** A new erasure. */
  static PendingErasure of(int shard, String user, String id, long erasedAt) {
    return new PendingErasure(shard, user, id, erasedAt, false, "", 0);
  }

  PendingErasure second() {
    return new PendingErasure(shard, user, id, erasedAt, true, "", 0);
  }

  PendingErasure after(String doneRoom, long doneBucket) {
    return new PendingErasure(shard, user, id, erasedAt, isSecond, doneRoom, doneBucket);
  }
}
