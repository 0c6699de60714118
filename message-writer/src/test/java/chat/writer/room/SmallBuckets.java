package chat.writer.room;

import java.util.concurrent.CompletableFuture;

/** Writers with buckets of a few events, so that short tests have many buckets. */
public final class SmallBuckets {

  private static final int ROOMS_KEPT = 2;

  private SmallBuckets() {}

  /** A writer of a partition; dead letters are safe at once. */
  public static PartitionWriter writer(
      LogPartition partition, long warmFrom, long storeFrom, RoomTables tables, int events) {
    return new PartitionWriter(
        partition,
        warmFrom,
        storeFrom,
        ROOMS_KEPT,
        tables,
        (log, reason) -> CompletableFuture.completedFuture(null),
        new BucketLimit(events, 1 << 20));
  }
}
