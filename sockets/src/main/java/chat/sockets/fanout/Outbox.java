package chat.sockets.fanout;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The outbound queue of one socket. One write runs at a time, with all queued frames. Used only by
 * the thread of the shard.
 */
final class Outbox {

  /** Divisor of the limit: above that share, nothing more is read from the client. */
  private static final int CROWDED_SHARE = 4;

  private final Connection connection;
  private final Outlet outlet;
  private final Shard shard;
  private final long limit;
  private Backlog pending;
  private long waitingBytes;
  private long writingBytes;
  private Backlog.@Nullable Encoded written;
  private long writingSince;
  private boolean writing;
  private boolean queuedForFlush;
  private boolean corked;
  private boolean finishing;
  private @Nullable Runnable whenCapacity;

  Outbox(Connection connection, Outlet outlet, Shard shard, long limit) {
    this.connection = connection;
    this.outlet = outlet;
    this.shard = shard;
    this.limit = limit;
    this.pending = shard.nothingPending();
  }

  Connection connection() {
    return connection;
  }

  WireFormat format() {
    return outlet.format();
  }

  /** Counts queued bytes; false above the limit. */
  boolean hold(int bytes) {
    waitingBytes += bytes;
    return waitingBytes <= limit;
  }

  void release(int bytes) {
    waitingBytes -= bytes;
  }

  /**
   * Checked before a replay: a client that its replay cuts off would reconnect and be cut off for
   * ever.
   */
  boolean hasCapacityFor(long bytes) {
    return waitingBytes + bytes <= limit;
  }

  long waitingBytes() {
    return waitingBytes;
  }

  /** When the write that is under way began, in milliseconds; 0 if there is none. */
  long writingSince() {
    return writing ? writingSince : 0;
  }

  /** The seq of a room's first event that was not handed to the socket; 0 if there is none. */
  long queuedFrom(String room) {
    return pending.firstSeqOf(room);
  }

  /**
   * Whether a write is under way, or the queue would exceed half of its limit; the other half is
   * for frames that must not get lost.
   */
  boolean isBehind(int more) {
    return writing || 2 * (waitingBytes + more) > limit;
  }

  /** Whether the current write has lasted at least this number of milliseconds. */
  boolean isStalled(long now, long millis) {
    return writing && now - writingSince >= millis;
  }

  /** Whether the queue is so long that nothing more is read from the client until it shrinks. */
  boolean isCrowded() {
    return isMuch(waitingBytes);
  }

  boolean isMuch(long bytes) {
    return bytes > limit / CROWDED_SHARE;
  }

  /** Adds a frame that was counted. */
  void add(Frame frame) {
    pending = pending.and(frame);
    flushLater();
  }

  /** Adds the last frame. */
  void finish(Frame last) {
    finishing = true;
    hold(last.size());
    add(last);
    goOn();
  }

  /** Drops the frames that have not been passed to the socket. */
  void clear() {
    waitingBytes -= pending.bytes();
    pending.release();
    pending = shard.nothingPending();
  }

  /** Runs a task as soon as little is queued. */
  void whenCapacity(Runnable task) {
    if (isCrowded() && !finishing) {
      whenCapacity = task;
    } else {
      task.run();
    }
  }

  /** Writes nothing until {@link #uncork}; queued frames count as usual. */
  void cork() {
    corked = true;
  }

  void uncork() {
    corked = false;
    if (!pending.isEmpty()) {
      flushLater();
    }
  }

  void flush() {
    queuedForFlush = false;
    if (writing || corked || pending.isEmpty()) {
      return;
    }
    Backlog all = pending;
    pending = shard.nothingPending();
    writing = true;
    writingBytes = all.bytes();
    writingSince = shard.now();
    shard.flushed(all);
    Backlog.Encoded encoded = all.encoded(outlet.format());
    written = encoded;
    ByteBuffer bytes = encoded.begin();
    all.release();
    outlet.write(bytes, all, error -> shard.executeSoon(() -> written(error)));
  }

  /** The connection has ended: drops the queue and the write under way. */
  void end() {
    clear();
    endWrite();
    goOn();
  }

  private void endWrite() {
    Backlog.Encoded encoded = written;
    if (encoded != null) {
      written = null;
      encoded.end();
    }
  }

  private void written(@Nullable Throwable error) {
    writing = false;
    waitingBytes -= writingBytes;
    endWrite();
    if (error != null) {
      connection.abort();
    } else if (!pending.isEmpty()) {
      flushLater();
    } else if (finishing) {
      outlet.end();
      connection.end();
    }
    if (!isCrowded()) {
      connection.hasCapacityAgain();
      goOn();
    }
  }

  private void goOn() {
    Runnable task = whenCapacity;
    whenCapacity = null;
    if (task != null) {
      task.run();
    }
  }

  private void flushLater() {
    if (!queuedForFlush && !writing) {
      queuedForFlush = true;
      shard.flushLater(this);
    }
  }
}
