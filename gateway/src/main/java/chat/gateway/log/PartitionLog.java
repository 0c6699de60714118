package chat.gateway.log;

import chat.contract.Identity;
import chat.contract.RoomRecord;
import chat.contract.Seq;
import chat.contract.Window;
import chat.epochs.LogEpoch;
import chat.gateway.log.RoomChain.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the room log in memory: the window by which doubles are dropped and the tail of
 * recent events, linked by room.
 *
 * <p>Only the feed's thread changes what the log says; all others read. The object's own lock makes
 * an end that everybody agrees on: who begins to listen under it gets exactly the events after the
 * last one it saw.
 */
public final class PartitionLog {

  /** What an event costs beside its bytes, about: object headers, links, the ring's slot. */
  private static final int ENTRY_OVERHEAD = 96;

  private record Waiter(long offset, CompletableFuture<Long> reached) {
    boolean isOver(long end) {
      return reached.isDone() || end >= offset;
    }
  }

  private final LogEpoch epoch;
  private final int partition;
  private final long warmFrom;
  private final int maxRecords;
  private final long maxBytes;
  private final Executor waiterTasks;
  private final Window window = new Window();
  private final ArrayDeque<Link> ring = new ArrayDeque<>();
  private final Map<String, RoomChain> chains = new HashMap<>();
  private final Queue<RoomChain> released = new ConcurrentLinkedQueue<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private long start;
  private long end;
  private long bytes;
  private boolean closed;

  /**
   * An empty tail.
   *
   * @param warmFrom the offset of the first record that the window will be given
   * @param start the offset from which on the tail holds every event
   * @param waiters runs what waited for the log to reach an offset
   */
  PartitionLog(
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
    this.start = start;
    this.end = start;
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
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
    return start;
  }

  /** The offset of the record to come. */
  public synchronized long end() {
    return end;
  }

  /** The offset from which on every record is known to the window. */
  public synchronized long windowStart() {
    return Math.max(warmFrom, end - Window.RECORDS + 1);
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
    RoomChain chain = chains.get(room);
    if (chain == null) {
      return new TailSlice(List.of(), epoch.seq(start));
    }
    List<LoggedEvent> events = new ArrayList<>();
    Link oldest = null;
    Link link = chain.newest;
    while (link != null && link.seq > after && events.size() < limit) {
      if (link.seq < before && kind.includes(link.type)) {
        events.add(link.event());
      }
      oldest = link;
      link = link.earlier;
    }
    Collections.reverse(events);
    return new TailSlice(events, from(chain, oldest));
  }

  /**
   * What the tail holds of a room's log after a seq, of more than {@code limit} the oldest.
   *
   * @param after exclusive
   * @param kind which events are wanted
   */
  public synchronized TailSlice sliceAfter(String room, long after, EventKind kind, int limit) {
    RoomChain chain = chains.get(room);
    if (chain == null) {
      return new TailSlice(List.of(), epoch.seq(start));
    }
    Link oldest = null;
    for (Link link = chain.newest; link != null && link.seq > after; link = link.earlier) {
      oldest = link;
    }
    List<LoggedEvent> events = new ArrayList<>();
    for (Link link = oldest; link != null && events.size() < limit; link = link.later) {
      if (kind.includes(link.type)) {
        events.add(link.event());
      }
    }
    return new TailSlice(events, from(chain, oldest));
  }

  /** Whether it is known what stands before the room's events in the tail. */
  public synchronized boolean isGrounded(String room) {
    RoomChain chain = chains.get(room);
    return !closed && chain != null && chain.isGrounded();
  }

  /**
   * Before which seq to look for the event that grounds a room. From now on the room is kept in
   * mind for as long as it takes.
   */
  public synchronized Grounding ground(String room) {
    RoomChain chain = chains.computeIfAbsent(room, RoomChain::new);
    return new Grounding(this, new Listening(chain, released), chain, epoch.seq(start));
  }

  synchronized void ground(RoomChain chain, long seqBefore) {
    chain.ground(seqBefore);
  }

  /**
   * Begins to listen to a room that is grounded.
   *
   * @param begin called under the lock, so before any later event is delivered
   * @return false if the room is not grounded any more, or the log was lost sight of: start again
   */
  public synchronized boolean listen(String room, Consumer<Listening> begin) {
    RoomChain chain = chains.get(room);
    if (closed || chain == null || !chain.isGrounded()) {
      return false;
    }
    begin.accept(new Listening(chain, released));
    return true;
  }

  /** From now on nobody can listen: no more events will come. */
  synchronized void close() {
    closed = true;
  }

  /** Takes a record before the tail's start, for the window alone. */
  synchronized void warm(long offset, RoomRecord record) {
    admit(offset, record.identity());
  }

  /** Takes the next record and delivers it, unless it is a double. */
  synchronized void take(long offset, RoomRecord record, Appends appends, EventSink sink) {
    long first = admit(offset, record.identity());
    end = offset + 1;
    boolean duplicate = first != offset;
    if (record.identity() != null) {
      appends.settle(record.identity(), epoch.seq(first), duplicate ? null : record.value());
    }
    String room = record.room();
    if (duplicate || room == null) {
      return;
    }
    RoomChain chain = chains.computeIfAbsent(room, RoomChain::new);
    Link link = chain.append(record.type(), epoch.seq(offset), record.value());
    ring.add(link);
    bytes += size(link);
    evict();
    if (chain.listeners.get() > 0 && chain.isGrounded()) {
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
  synchronized void reached(long position) {
    end = Math.max(end, position);
    if (!waiters.isEmpty()) {
      tell(waiters.stream().filter(waiter -> waiter.isOver(end)).toList());
      waiters.removeIf(waiter -> waiter.isOver(end));
    }
    for (RoomChain chain = released.poll(); chain != null; chain = released.poll()) {
      forget(chain);
    }
  }

  /**
   * From where on all of a room's events are known.
   *
   * @param oldest the first event that was looked at; null if none had to be
   */
  private long from(RoomChain chain, @Nullable Link oldest) {
    long before = oldest == null ? chain.lastSeq : oldest.prev;
    return before == RoomChain.UNKNOWN ? epoch.seq(start) : before + 1;
  }

  private void tell(List<Waiter> over) {
    long position = end;
    over.forEach(waiter -> waiterTasks.execute(() -> waiter.reached.complete(position)));
  }

  private long admit(long offset, @Nullable Identity identity) {
    if (identity == null) {
      window.pass(offset);
      return offset;
    }
    return window.admit(offset, identity);
  }

  private void evict() {
    while (ring.size() > maxRecords || (bytes > maxBytes && ring.size() > 1)) {
      Link dropped = ring.remove();
      dropped.chain.dropOldest();
      bytes -= size(dropped);
      start = Seq.offset(dropped.seq) + 1;
      forget(dropped.chain);
    }
  }

  private void forget(RoomChain chain) {
    if (chain.newest == null && chain.listeners.get() == 0) {
      chains.remove(chain.room, chain);
    }
  }

  private static long size(Link link) {
    return link.value.length + (long) ENTRY_OVERHEAD;
  }

  /** For messages in logs. */
  @Override
  public String toString() {
    return "partition=" + partition;
  }
}
