package chat.gateway.log;

import chat.contract.log.ErasedUsers;
import chat.contract.log.Identity;
import chat.contract.log.RoomRecord;
import chat.contract.log.Seq;
import chat.contract.log.Window;
import chat.epochs.LogEpoch;
import chat.gateway.log.RoomChain.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the room log in memory: the window that finds duplicates, and the tail of recent
 * events, linked by room.
 *
 * <p>Only the feed's thread appends; other threads read. The lock of this object orders appends and
 * subscriptions: a subscription gets exactly the events after its {@link TailSubscription#lastSeq}.
 */
public final class PartitionLog {

  private record Waiter(long offset, CompletableFuture<Long> reached) {
    boolean isOver(long end) {
      return reached.isDone() || end >= offset;
    }
  }

  private final LogEpoch epoch;
  private final int partition;
  private final long warmFrom;
  private final Executor waiterTasks;
  private final Window window = new Window();
  private final Tail tail;
  private final List<Waiter> waiters = new ArrayList<>();
  private final AtomicLong watermark = new AtomicLong();
  private long end;
  private boolean closed;

  /**
   * Creates a partition without records.
   *
   * @param warmFrom offset of the first record that is added to the window
   * @param start offset from which the tail holds every event
   * @param waiters runs the continuations of {@link #reaches}
   */
  public PartitionLog(
      LogEpoch epoch,
      int partition,
      long warmFrom,
      long start,
      int maxRecords,
      long maxBytes,
      Executor waiters) {
    this.epoch = epoch;
    this.partition = partition;
    this.warmFrom = warmFrom;
    this.end = start;
    this.tail = new Tail(epoch, start, maxRecords, maxBytes);
    this.waiterTasks = waiters;
  }

  /** The partition's number. */
  public int partition() {
    return partition;
  }

  /** The epoch of the topic. */
  public LogEpoch epoch() {
    return epoch;
  }

  /** The offset from which the tail holds every event. */
  public synchronized long start() {
    return tail.start();
  }

  /** The offset of the next record. */
  public synchronized long end() {
    return end;
  }

  /** The offset from which the window knows every record. */
  public synchronized long windowStart() {
    return Math.max(warmFrom, end - Window.RECORDS + 1);
  }

  /** An offset before which the tables have every event; it never decreases. */
  public long watermark() {
    return watermark.get();
  }

  /** Records that the tables have every event before an offset. */
  public void advanceWatermark(long offset) {
    watermark.accumulateAndGet(offset, Math::max);
  }

  /**
   * The seq of the first record of a message, or {@link Seq#NONE} if the window doesn't know it.
   */
  public synchronized long find(Identity identity) {
    long offset = window.find(identity);
    return offset < 0 ? Seq.NONE : epoch.seq(offset);
  }

  /** Whether the window knows a message with this id and another content. */
  public synchronized boolean conflicts(Identity identity) {
    return window.conflicts(identity);
  }

  /**
   * The newest events of a room in a range of the tail.
   *
   * @param after exclusive
   * @param before exclusive
   * @param limit maximum number of events
   */
  public synchronized TailSlice slice(
      String room, long after, long before, EventKind kind, int limit) {
    return tail.slice(room, after, before, kind, limit);
  }

  /**
   * The oldest events of a room in the tail after a seq.
   *
   * @param after exclusive
   * @param limit maximum number of events
   */
  public synchronized TailSlice sliceAfter(String room, long after, EventKind kind, int limit) {
    return tail.sliceAfter(room, after, kind, limit);
  }

  /**
   * The event of a room at a seq. The cost does not depend on other events.
   *
   * @return a slice with the event, if the tail has it. An empty slice that covers {@code seq - 1}
   *     means that the room has no event at this seq
   */
  public synchronized TailSlice at(String room, long seq) {
    return tail.at(room, seq);
  }

  /**
   * The changes in the tail of some messages of a room. The cost does not depend on other events.
   *
   * @param targets seqs of the messages
   * @param after only changes after this seq
   * @return the changes in log order, by message; not parsed yet
   */
  public synchronized Map<Long, List<LoggedEvent>> changesOf(
      String room, Collection<Long> targets, long after) {
    return tail.changesOf(room, targets, after);
  }

  /**
   * The changes in the tail of all messages of a room, if the tables end before the tail begins, so
   * that there may be further changes in between.
   *
   * @param written the offset before which the tables have all events
   */
  public synchronized TailChanges changesSince(String room, long written) {
    long start = tail.start();
    return new TailChanges(
        start,
        end,
        written >= start
            ? List.of()
            : tail.slice(
                    room,
                    epoch.seq(written) - 1,
                    Long.MAX_VALUE,
                    EventKind.MESSAGE_CHANGE,
                    Integer.MAX_VALUE)
                .events());
  }

  /** Whether the event before the room's first event in the tail is known. */
  public synchronized boolean knowsPrev(String room) {
    RoomChain chain = tail.chain(room);
    return !closed && chain != null && chain.knowsPrev();
  }

  /**
   * The seq of a room's creation, if the tail has it; the tail then has all events of the room.
   * {@link Seq#NONE} if it does not.
   */
  public synchronized long beginning(String room) {
    RoomChain chain = tail.chain(room);
    return closed || chain == null ? Seq.NONE : chain.beginning();
  }

  /** Whether the tail has all events of a room after a seq. */
  public synchronized boolean covers(String room, long after) {
    RoomChain chain = tail.chain(room);
    return after + 1 >= epoch.seq(tail.start()) || (chain != null && chain.covers(after));
  }

  /**
   * Begins to look up the event before a room's first event in the tail. The tail keeps the room's
   * chain until the look-up ends.
   */
  public synchronized PrevLookup lookUpPrev(String room) {
    RoomChain chain = tail.chainToKeep(room);
    return new PrevLookup(this, tail.subscribe(chain), chain, epoch.seq(tail.start()));
  }

  synchronized void setPrev(RoomChain chain, long seqBefore) {
    chain.setPrev(seqBefore);
  }

  /**
   * Subscribes to a room whose event before the tail is known.
   *
   * @param begin called under the lock, so before any later event is delivered; if it throws, the
   *     subscription ends
   * @return false if that event is not known any more, or the log was lost: start again
   */
  public synchronized boolean subscribe(String room, Consumer<TailSubscription> begin) {
    RoomChain chain = tail.chain(room);
    if (closed || chain == null || !chain.knowsPrev()) {
      return false;
    }
    TailSubscription subscription = tail.subscribe(chain);
    try {
      begin.accept(subscription);
    } catch (RuntimeException | Error e) {
      subscription.end();
      throw e;
    }
    return true;
  }

  /** Removes the names and texts of erased users from the tail. */
  synchronized void removeErased(ErasedUsers erased) {
    tail.removeErased(erased);
  }

  /** Closes the partition: no more events are delivered. */
  public synchronized void close() {
    closed = true;
  }

  /** Adds a record before the tail's start to the window. */
  public synchronized void warm(long offset, RoomRecord record) {
    admit(offset, record);
  }

  /** Appends the next record, and delivers it if it is an event. */
  public void append(long offset, RoomRecord record, Appends appends, EventSink sink) {
    // Parsed before the lock is acquired, and no other event of the tail is parsed under it.
    Change change =
        EventKind.MESSAGE_CHANGE.includes(record.type())
            ? Change.of(epoch.seq(offset), record.value()).orElse(null)
            : null;
    sink.awaitCapacity();
    append(offset, record, change, appends, sink);
  }

  private synchronized void append(
      long offset, RoomRecord record, @Nullable Change change, Appends appends, EventSink sink) {
    long first = admit(offset, record);
    end = offset + 1;
    settle(offset, first, record, appends);
    String room = record.room();
    if (first != offset || room == null) {
      return;
    }
    Link link = tail.append(room, offset, record, change);
    RoomChain chain = link.chain;
    sink.observe(link.event());
    if (chain.subscriptions.get() > 0 && chain.knowsPrev()) {
      sink.deliver(link.event());
    }
  }

  /**
   * Completes when all records before an offset were appended, on another thread than the feed's.
   */
  public synchronized CompletableFuture<Long> reaches(long offset) {
    if (end >= offset) {
      return CompletableFuture.completedFuture(end);
    }
    Waiter waiter = new Waiter(offset, new CompletableFuture<>());
    waiters.add(waiter);
    return waiter.reached;
  }

  /** Moves the end forward to the reader's position, past records that are no events. */
  public synchronized void reached(long position) {
    end = Math.max(end, position);
    if (!waiters.isEmpty()) {
      complete(waiters.stream().filter(waiter -> waiter.isOver(end)).toList());
      waiters.removeIf(waiter -> waiter.isOver(end));
    }
    tail.forgetReleased();
  }

  /** Releases memory that is not needed any more; called while no records arrive. */
  synchronized void idle() {
    reached(end);
  }

  private void complete(List<Waiter> over) {
    long position = end;
    over.forEach(waiter -> waiterTasks.execute(() -> waiter.reached.complete(position)));
  }

  private long admit(long offset, RoomRecord record) {
    return window.admit(offset, record.identity(), record.condition());
  }

  private void settle(long offset, long first, RoomRecord record, Appends appends) {
    Identity identity = record.identity();
    if (identity == null) {
      return;
    }
    if (first == Window.VOID) {
      appends.settleVoid(identity, record.value());
    } else {
      appends.settle(identity, epoch.seq(first), first == offset ? record.value() : null);
    }
  }

  /** For messages in logs. */
  @Override
  public String toString() {
    return "partition=" + partition;
  }
}
