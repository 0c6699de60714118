package chat.bench.log;

import chat.contract.log.RoomRecord;
import chat.contract.log.Window;
import chat.epochs.LogEpoch;
import chat.gateway.log.EventKind;
import chat.gateway.log.TailSlice;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of appending a record to a full partition, window and tail, and of reading the events
 * after a position.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TailCost {

  /** More than the window holds, so that no record is a duplicate in the next round. */
  private static final int RECORDS = 4 * Window.RECORDS;

  private static final int TAIL = 16_384;
  private static final int MISSED = 20;

  /** The number of rooms of the partition's records. */
  @Param({"10", "1000"})
  public int rooms;

  private final RoomRecord[] records = new RoomRecord[RECORDS];
  private final MeasuredPartition partition =
      new MeasuredPartition(new LogEpoch("id", 1, 1), 0, TAIL, Long.MAX_VALUE);
  private int next;
  private String room = "";
  private long after;

  /** Fills window and tail. */
  @Setup
  public void fill() {
    for (int i = 0; i < RECORDS; i++) {
      records[i] = Records.record(i % rooms, i, 1);
    }
    for (int i = 0; i < RECORDS; i++) {
      append();
    }
    room = Records.room(0);
    TailSlice slice =
        partition
            .log()
            .slice(room, 0, Long.MAX_VALUE, EventKind.ANY, Math.min(MISSED, TAIL / rooms));
    after = slice.events().get(0).prev();
  }

  /** A record that is no duplicate and evicts the oldest. */
  @Benchmark
  public void append() {
    partition.append(records[next]);
    next = (next + 1) % RECORDS;
  }

  /** The last events of a room: 20, or 16 if there are many rooms. */
  @Benchmark
  public TailSlice missed() {
    return partition.log().slice(room, after, Long.MAX_VALUE, EventKind.ANY, 1000);
  }
}
