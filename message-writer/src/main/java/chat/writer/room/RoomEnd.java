package chat.writer.room;

import chat.contract.log.Seq;

/**
 * The end of a room's events before some seq: the state from which the next event's row is
 * computed. It is stored in the row of the event itself. So every reader of that row computes the
 * same next row, after a restart, a redelivery or a long pause.
 *
 * @param seq of the last event; {@link Seq#NONE} if there is none
 * @param bucket its bucket
 * @param events number of events in the bucket up to and including it
 * @param bytes the sum of their values' sizes
 * @param lastMessage an upper bound for the seqs of the room's messages up to and including it;
 *     {@link Seq#NONE} if there is none, {@link #UNKNOWN} if some messages of the bucket are not in
 *     {@code room_messages}, because they were written before that table existed
 */
public record RoomEnd(long seq, long bucket, int events, long bytes, long lastMessage) {

  /** Less than every seq. */
  public static final long UNKNOWN = -1;

  /** A room without events. */
  public static final RoomEnd NONE = new RoomEnd(Seq.NONE, 0, 0, 0, Seq.NONE);

  /** The end after one more event. */
  RoomEnd followedBy(long nextSeq, int size, boolean isMessage, BucketLimit limit) {
    boolean opens = seq == Seq.NONE || events >= limit.events() || bytes + size > limit.bytes();
    long message = isMessage ? nextSeq : lastMessage;
    if (!opens) {
      long known = lastMessage == UNKNOWN ? UNKNOWN : message;
      return new RoomEnd(nextSeq, bucket, events + 1, bytes + size, known);
    }
    // All messages of the new bucket will be in the table; those before it end before it.
    long bound = message == UNKNOWN ? seq : message;
    return new RoomEnd(nextSeq, nextSeq, 1, size, bound);
  }
}
