package chat.bench.log;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import chat.bench.measure.Table;
import chat.contract.log.RoomRecord;
import chat.contract.log.Window;
import chat.epochs.LogEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The heap used by window and tail. */
public final class Memory implements Benchmark {

  private static final int TAIL = 16_384;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String purpose() {
    return "heap bytes of the window an identity, of the tail an event";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("partitions", "24", "rooms", "100");
  }

  @Override
  public void run(Options options) throws Exception {
    int partitions = options.number("partitions");
    int rooms = options.number("rooms");
    Table table = new Table(System.out, "what", "bytes");
    // The first round also loads classes, which are not to be measured.
    heapOf(() -> tails(1, rooms, new long[1]));
    long windows = heapOf(() -> windows(partitions));
    table.row("window, an identity", windows / (double) (partitions * Window.RECORDS));
    long[] values = new long[1];
    long tails = heapOf(() -> tails(partitions, rooms, values));
    long entries = (long) partitions * TAIL;
    table.row("an event's value", values[0] / (double) entries);
    table.row("tail, an event beside its value", (tails - windows - values[0]) / (double) entries);
    table.row("tail and window, an event in all", tails / (double) entries);
  }

  private static List<Window> windows(int count) {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      windows.add(new Window());
    }
    return windows;
  }

  private static List<MeasuredPartition> tails(int count, int rooms, long[] values) {
    List<MeasuredPartition> tails = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      MeasuredPartition partition =
          new MeasuredPartition(new LogEpoch("id", 1, 1), i, TAIL, Long.MAX_VALUE);
      for (int number = 0; number < TAIL; number++) {
        RoomRecord record = Records.record(number % rooms, number, 1);
        values[0] += record.value().length;
        partition.append(record);
      }
      tails.add(partition);
    }
    return tails;
  }

  /** The additional heap used by the supplied object. */
  private static long heapOf(Supplier<?> made) {
    long before = used();
    Object kept = made.get();
    long after = used();
    if (kept.hashCode() == 0) {
      System.out.println();
    }
    return after - before;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
