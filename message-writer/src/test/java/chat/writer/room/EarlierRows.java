package chat.writer.room;

/**
 * Rows as an earlier version of the writer leaves and reads them, without the table of messages.
 * During an upgrade partitions move between the versions in both directions.
 */
public final class EarlierRows {

  private EarlierRows() {}

  /** Whether such a writer writes that effect. */
  public static boolean know(Effect effect) {
    return !(effect instanceof MessageEffect.BucketBegun);
  }

  /** Events without rows in the table of messages. */
  public static EventBatch of(EventBatch batch) {
    return new EventBatch(batch.rows().stream().map(EarlierRows::of).toList());
  }

  /** A planted fault: events that falsely claim that all messages are in the table. */
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
