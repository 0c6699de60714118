package chat.sockets.fanout;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames to be written, in order. Connections that wait for the same frames share one backlog: an
 * event for a thousand of them makes one object, which is encoded and counted once. Used only by
 * the thread of its shard.
 */
final class Backlog implements Batch {

  /** The bytes of an entry without its frame's: the objects and the array header. */
  static final int OVERHEAD = 96;

  /** A backlog encoded in one format, shared by all connections that write it. */
  static final class Encoded {
    private final WireFormat format;
    private final ByteBuffer bytes;
    private final @Nullable Encoded others;
    private final ShardBytes counter;
    private int writers;

    private Encoded(
        WireFormat format, ByteBuffer bytes, @Nullable Encoded others, ShardBytes counter) {
      this.format = format;
      this.bytes = bytes;
      this.others = others;
      this.counter = counter;
    }

    /** Adds a writer and returns its own view of the bytes. */
    ByteBuffer begin() {
      if (writers++ == 0) {
        counter.add(bytes.capacity());
      }
      return bytes.duplicate();
    }

    /** Removes a writer; the bytes count until the last one ends. */
    void end() {
      if (--writers == 0) {
        counter.add(-bytes.capacity());
      }
    }
  }

  private final ShardBytes counter;
  private final @Nullable Backlog before;
  private final @Nullable Frame last;
  private final int count;
  private final long bytes;
  private @Nullable Backlog next;
  private @Nullable Encoded encoded;

  /** The number of connections with this backlog, and of held backlogs that extend it. */
  private int holders;

  private Backlog(
      ShardBytes counter, @Nullable Backlog before, @Nullable Frame last, int count, long bytes) {
    this.counter = counter;
    this.before = before;
    this.last = last;
    this.count = count;
    this.bytes = bytes;
  }

  /** The empty backlog from which all backlogs of a shard start. */
  static Backlog empty(ShardBytes counter) {
    return new Backlog(counter, null, null, 0, 0);
  }

  boolean isEmpty() {
    return last == null;
  }

  int count() {
    return count;
  }

  @Override
  public List<Frame> frames() {
    Frame[] inOrder = new Frame[count];
    Backlog at = this;
    for (int i = count - 1; i >= 0 && at != null && at.last != null; i--) {
      inOrder[i] = at.last;
      at = at.before;
    }
    return Arrays.asList(inOrder);
  }

  /** The seq of the first event of a room; 0 if there is none. */
  long firstSeqOf(String room) {
    long first = 0;
    for (Backlog at = this; at != null && at.last != null; at = at.before) {
      if (at.last.seq() > 0 && room.equals(at.last.room())) {
        first = at.last.seq();
      }
    }
    return first;
  }

  @Override
  public @Nullable CloseReason closeReason() {
    return last == null ? null : last.closeReason();
  }

  /** The bytes of the frames themselves, without the format's. */
  long bytes() {
    return bytes;
  }

  /**
   * Appends a frame: releases this backlog and holds the returned one. Calls with the same frame
   * share one result.
   */
  Backlog and(Frame frame) {
    Backlog known = next;
    if (known == null || known.last != frame) {
      known = new Backlog(counter, this, frame, count + 1, bytes + frame.size());
      next = known;
    }
    known.hold();
    release();
    return known;
  }

  /** Removes a holder; a backlog without holders no longer counts. */
  void release() {
    Backlog at = this;
    while (at.before != null && --at.holders == 0) {
      counter.add(-at.cost());
      at = at.before;
    }
  }

  /** The caller holds the backlog before, unless that is empty. */
  private void hold() {
    if (holders++ == 0 && before != null) {
      before.holders++;
      counter.add(cost());
    }
  }

  private long cost() {
    return OVERHEAD + (last == null ? 0L : last.size());
  }

  /** Drops the cached next backlog, so that it can be collected. */
  void forget() {
    next = null;
  }

  /** Encodes all frames, once per format. */
  Encoded encoded(WireFormat format) {
    for (Encoded one = encoded; one != null; one = one.others) {
      if (one.format == format) {
        return one;
      }
    }
    encoded = new Encoded(format, encode(format), encoded, counter);
    return encoded;
  }

  private ByteBuffer encode(WireFormat format) {
    List<Frame> inOrder = frames();
    int size = 0;
    for (int i = 0; i < count; i++) {
      size += format.size(inOrder.get(i));
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    for (int i = 0; i < count; i++) {
      format.put(inOrder.get(i), buffer);
    }
    return buffer.flip();
  }
}
