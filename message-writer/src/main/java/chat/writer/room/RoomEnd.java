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
 */
public record RoomEnd(long seq, long bucket, int events, long bytes) {

  /** A room without events. */
  public static final RoomEnd NONE = new RoomEnd(Seq.NONE, 0, 0, 0);

  /** The end after one more event. */
  RoomEnd followedBy(long nextSeq, int size, BucketLimit limit) {
    if (seq == Seq.NONE || events >= limit.events() || bytes + size > limit.bytes()) {
      return new RoomEnd(nextSeq, nextSeq, 1, size);
    }
    return new RoomEnd(nextSeq, bucket, events + 1, bytes + size);
  }
}
