package chat.writer.room;

/**
 * Rows as a writer of an earlier version leaves and reads them, which knows nothing of the table of
 * messages. While versions change, partitions go from one to the other and back.
 */
public final class EarlierRows {

  private EarlierRows() {}

  /** Whether such a writer writes that at all. */
  public static boolean know(Effect effect) {
    return !(effect instanceof MessageEffect.BucketBegun);
  }

  /** Events without rows for the messages among them. */
  public static EventBatch of(EventBatch batch) {
    return new EventBatch(batch.rows().stream().map(EarlierRows::of).toList());
  }

  /** A mistake: events that say that all messages are in the table, which they are not. */
  public static EventBatch claimingMore(EventBatch batch) {
    return new EventBatch(
        batch.rows().stream().map(row -> withoutMessage(row, row.end())).toList());
  }

  private static EventRow of(EventRow row) {
    RoomEnd end = row.end();
    return withoutMessage(
        row, new RoomEnd(end.seq(), end.bucket(), end.events(), end.bytes(), RoomEnd.UNKNOWN));
  }

  private static EventRow withoutMessage(EventRow row, RoomEnd end) {
    return new EventRow(row.room(), row.prev(), row.type(), row.value(), end, null);
  }
}
