package chat.writer.room;

/**
 * Rows as a writer of an earlier version leaves and reads them, which knows nothing of the table of
 * messages. While versions change, partitions go from one to the other and back.
 */
public final class EarlierRows {

  private EarlierRows() {}

  /** A bucket that doesn't say where the last message before it stands. */
  public static NewBucket of(NewBucket bucket) {
    return new NewBucket(bucket.room(), bucket.bucket(), RoomEnd.UNKNOWN);
  }

  /** Events without rows for the messages among them. */
  public static EventBatch of(EventBatch batch) {
    return new EventBatch(batch.rows().stream().map(EarlierRows::of).toList());
  }

  private static EventRow of(EventRow row) {
    RoomEnd end = row.end();
    return new EventRow(
        row.room(),
        row.prev(),
        row.type(),
        row.value(),
        new RoomEnd(end.seq(), end.bucket(), end.events(), end.bytes(), RoomEnd.UNKNOWN),
        null);
  }
}
