package chat.writer.room;

import chat.contract.Seq;

/**
 * Where a room's events end before some seq: all that decides what the next event's row says. It
 * stands in the row of the event itself, so whoever reads that row — after a restart, a redelivery
 * or on waking up late — comes to the same next row.
 *
 * @param seq of the last event; {@link Seq#NONE} if there is none
 * @param bucket the bucket that it is in
 * @param events how many events the bucket holds up to and with it
 * @param bytes the sum of their values' sizes
 * @param lastMessage no message of the room up to and with it stands after that seq; {@link
 *     Seq#NONE} if there is none, {@link #UNKNOWN} if not all messages of the bucket are in {@code
 *     room_messages}, as some of its events were written before that table was there
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
