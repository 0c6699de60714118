package chat.gateway.log;

import chat.contract.log.RoomRecord;
import chat.contract.log.Seq;
import chat.epochs.LogEpoch;
import java.util.function.Consumer;

/** A partition of a log in memory. */
public final class MemoryLog {

  private static final int PLENTY = 1 << 20;

  private final Appends appends = new Appends();
  private final EventSink sink;
  private final PartitionLog log;
  private long next;

  public MemoryLog(LogEpoch epoch, EventSink sink) {
    this(epoch, sink, 0);
  }

  private MemoryLog(LogEpoch epoch, EventSink sink, long start) {
    this.sink = sink;
    this.next = start;
    this.log = new PartitionLog(epoch, 0, start, start, PLENTY, PLENTY, Runnable::run);
  }

  /** A partition whose tail begins at an offset, without a sink. */
  public static MemoryLog startingAt(long offset) {
    return new MemoryLog(new LogEpoch("topic", 1, 1), new IgnoringSink(), offset);
  }

  public PartitionLog partition() {
    return log;
  }

  public void append(RoomRecord record) {
    log.append(next++, record, appends, sink);
  }

  /** Subscribes to a room that had no events before this log. */
  public void subscribe(String room, Consumer<TailSubscription> begin) {
    PrevLookup lookup = log.lookUpPrev(room);
    lookup.answer(Seq.NONE);
    if (!log.subscribe(room, begin)) {
      throw new AssertionError("not grounded: " + room);
    }
    lookup.end();
  }

  public boolean hasSubscription(String room) {
    log.reached(next);
    return log.knowsPrev(room);
  }
}
