package chat.gateway.log;

import java.util.concurrent.CompletableFuture;

/** Where the log ends, and up to where it stands in the tables, as of now. */
public interface LogPositions {

  /**
   * Waits until this gateway has taken all that any gateway had acknowledged before the call.
   *
   * @return the partition's end by then; fails if the cluster doesn't answer
   */
  CompletableFuture<Long> caughtUp(PartitionLog log);

  /** Waits for the same of all partitions. */
  CompletableFuture<Void> allCaughtUp();

  /** The offset before which every event of a partition stands in the tables. */
  CompletableFuture<Long> watermark(PartitionLog log);
}
