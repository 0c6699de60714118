package chat.gateway.log;

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
 * One partition of the room log in memory: the window by which doubles are dropped and the tail of
 * recent events, linked by room.
 *
 * <p>Only the feed's thread changes what the log says; all others read. The object's own lock makes
 * one agreed end: a subscription that begins under it gets exactly the events after the last one it
 * saw.
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
  private final AtomicLong written = new AtomicLong();
  private long end;
  private boolean closed;

  /**
   * An empty tail.
   *
   * @param warmFrom the offset of the first record that the window will be given
   * @param start the offset from which on the tail holds every event
   * @param waiters runs what waited for the log to reach an offset
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

  /** The life of the topic that it belongs to. */
  public LogEpoch epoch() {
    return epoch;
  }

  /** The offset from which on the tail holds every event. */
  public synchronized long start() {
    return tail.start();
  }

  /** The offset of the record to come. */
  public synchronized long end() {
    return end;
  }

  /** The offset from which on every record is known to the window. */
  public synchronized long windowStart() {
    return Math.max(warmFrom, end - Window.RECORDS + 1);
  }

  /** An offset before which every event is known to stand in the tables; it never goes back. */
  public long written() {
    return written.get();
  }

  /** Every event before an offset stands in the tables. */
  public void written(long offset) {
    written.accumulateAndGet(offset, Math::max);
  }

  /**
   * The seq of the first record of a message, or {@link Seq#NONE} if the window doesn't know it.
   */
  public synchronized long find(Identity identity) {
    long offset = window.find(identity);
    return offset < 0 ? Seq.NONE : epoch.seq(offset);
  }

  /** Whether the window knows the message, but saying something else. */
  public synchronized boolean conflicts(Identity identity) {
    return window.conflicts(identity);
  }

  /**
   * What the tail holds of a room's log.
   *
   * @param after exclusive
   * @param before exclusive
   * @param kind which events are wanted
   * @param limit the most events; of more, the newest
   */
  public synchronized TailSlice slice(
      String room, long after, long before, EventKind kind, int limit) {
    return tail.slice(room, after, before, kind, limit);
  }

  /**
   * What the tail holds of a room's log after a seq, of more than {@code limit} the oldest.
   *
   * @param after exclusive
   * @param kind which events are wanted
   */
  public synchronized TailSlice sliceAfter(String room, long after, EventKind kind, int limit) {
    return tail.sliceAfter(room, after, kind, limit);
  }

  /**
   * The event of a room at a place, found without a look at any other.
   *
   * @return with the event, if the tail has it; what covers {@code seq - 1} without it says that
   *     there is none
   */
  public synchronized TailSlice at(String room, long seq) {
    return tail.at(room, seq);
  }

  /**
   * The changes in the tail of some messages of a room, found without a look at other events.
   *
   * @param targets the messages' places
   * @param after only changes after this seq
   * @return in log order for each message that has any; what they say is still to be read
   */
  public synchronized Map<Long, List<LoggedEvent>> changesOf(
      String room, Collection<Long> targets, long after) {
    return tail.changesOf(room, targets, after);
  }

  /**
   * The same of all messages of a room where tables end before the tail begins, so that there may
   * be others between.
   *
   * @param written the offset before which all is in the tables
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

  /** Whether it is known what stands before the room's events in the tail. */
  public synchronized boolean knowsPrev(String room) {
    RoomChain chain = tail.chain(room);
    return !closed && chain != null && chain.knowsPrev();
  }

  /**
   * Where a room was made, if that is in the tail: then all that happened in the room is. {@link
   * Seq#NONE} if it is not.
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
   * Begins to look up the event before a room's events in the tail. From now on the room is kept in
   * mind for as long as it takes.
   */
  public synchronized PrevLookup lookUpPrev(String room) {
    RoomChain chain = tail.chainToKeep(room);
    return new PrevLookup(this, tail.listen(chain), chain, epoch.seq(tail.start()));
  }

  synchronized void setPrev(RoomChain chain, long seqBefore) {
    chain.setPrev(seqBefore);
  }

  /**
   * Begins to listen to a room of which that event is known.
   *
   * @param begin called under the lock, so before any later event is delivered
   * @return false if it is not known any more, or the log was lost: start again
   */
  public synchronized boolean listen(String room, Consumer<Listening> begin) {
    RoomChain chain = tail.chain(room);
    if (closed || chain == null || !chain.knowsPrev()) {
      return false;
    }
    begin.accept(tail.listen(chain));
    return true;
  }

  /** Leaves those out of the tail whose accounts were erased. */
  synchronized void leaveOut(ErasedUsers erased) {
    tail.leaveOut(erased);
  }

  /** Ends all subscriptions for good: no more events will come. */
  synchronized void close() {
    closed = true;
  }

  /** Takes a record before the tail's start, for the window alone. */
  public synchronized void warm(long offset, RoomRecord record) {
    admit(offset, record);
  }

  /** Takes the next record and delivers it, unless it does not count. */
  public void append(long offset, RoomRecord record, Appends appends, EventSink sink) {
    // Read before the lock is taken: of all that is in the tail a change parses itself alone.
    Change change =
        EventKind.MESSAGE_CHANGE.includes(record.type())
            ? Change.of(epoch.seq(offset), record.value()).orElse(null)
            : null;
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
    if (chain.listeners.get() > 0 && chain.knowsPrev()) {
      sink.deliver(link.event());
    }
  }

  /** Done when everything before that offset was taken; on another thread than the feed's. */
  public synchronized CompletableFuture<Long> reaches(long offset) {
    if (end >= offset) {
      return CompletableFuture.completedFuture(end);
    }
    Waiter waiter = new Waiter(offset, new CompletableFuture<>());
    waiters.add(waiter);
    return waiter.reached;
  }

  /** Says how far the reader came, past records that are no events. */
  public synchronized void reached(long position) {
    end = Math.max(end, position);
    if (!waiters.isEmpty()) {
      tell(waiters.stream().filter(waiter -> waiter.isOver(end)).toList());
      waiters.removeIf(waiter -> waiter.isOver(end));
    }
    tail.forgetReleased();
  }

  /** Nothing was read for a while: lets go of what is not needed any more. */
  synchronized void rest() {
    reached(end);
  }

  private void tell(List<Waiter> over) {
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
