package chat.gateway.log;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The current end offsets of the log, and its watermarks in the tables. */
public interface LogPositions {

  /**
   * Waits until this gateway has read all events that any gateway acknowledged before the call.
   *
   * @return the partition's end by then; fails if the cluster doesn't answer for it
   */
  CompletableFuture<Long> caughtUp(PartitionLog log);

  /** Waits until all partitions are caught up; fails if one of them fails, or none is known yet. */
  CompletableFuture<Void> allCaughtUp();

  /**
   * Waits until each partition is caught up, up to a time.
   *
   * @return the numbers of the partitions that did not catch up in time, because they have no
   *     leader or this gateway could not read them; fails only with {@code unavailable}, while no
   *     partition is known at all
   */
  CompletableFuture<Set<Integer>> behind(Duration timeout);

  /**
   * The watermark of a partition: the offset before which the tables have every event. The last
   * known one if the cluster doesn't answer, as it never decreases.
   */
  CompletableFuture<Long> watermark(PartitionLog log);
}
