package chat.bench.log;

import chat.contract.log.RoomRecord;
import chat.contract.log.Seq;
import chat.epochs.LogEpoch;
import chat.gateway.log.Appends;
import chat.gateway.log.EventSink;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.PrevLookup;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A partition of the log in memory that is filled by hand; opened for benchmarks. */
public final class MeasuredPartition {

  /** Drops all events. */
  static final EventSink NO_SINK =
      new EventSink() {
        @Override
        public void deliver(LoggedEvent event) {}

        @Override
        public void flush() {}

        @Override
        public void observe(LoggedEvent event) {}

        @Override
        public void reset() {}
      };

  private final Appends appends = new Appends();
  private final PartitionLog log;
  private long next;

  /** An empty partition with a maximum number of records. */
  public MeasuredPartition(LogEpoch epoch, int partition, int records, long bytes) {
    this.log = new PartitionLog(epoch, partition, 0, 0, records, bytes, Runnable::run);
  }

  /** The log that gateways read. */
  public PartitionLog log() {
    return log;
  }

  /** Adds the next record, as the feed does. */
  public void append(RoomRecord record) {
    log.append(next, record, appends, NO_SINK);
    next++;
  }

  /** Marks a room as having no events before the first added one. */
  public void beginning(String room) {
    PrevLookup lookup = log.lookUpPrev(room);
    lookup.answer(Seq.NONE);
    lookup.end();
  }

  /** Positions of a log that is only in memory. */
  public static LogPositions here() {
    return new LogPositions() {
      @Override
      public CompletableFuture<Long> caughtUp(PartitionLog log) {
        return CompletableFuture.completedFuture(log.end());
      }

      @Override
      public CompletableFuture<Void> allCaughtUp() {
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public CompletableFuture<Set<Integer>> behind(Duration patience) {
        return CompletableFuture.completedFuture(Set.of());
      }

      @Override
      public CompletableFuture<Long> watermark(PartitionLog log) {
        return CompletableFuture.completedFuture(log.end());
      }
    };
  }
}
