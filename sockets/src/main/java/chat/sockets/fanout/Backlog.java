package chat.sockets.fanout;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames to be written, in order. Connections that wait for the same frames share one backlog: an
 * event for a thousand of them makes one object, which is encoded and counted once. Used only by
 * the thread of its shard.
 */
final class Backlog {

  /** What an entry takes beside its frame's bytes: itself, the frame, the array's header. */
  static final int OVERHEAD = 96;

  /** The bytes of a backlog in one format, shared by all that write them. */
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

    /** Begins to be written by one more; a view of its own on the bytes. */
    ByteBuffer begin() {
      if (writers++ == 0) {
        counter.add(bytes.capacity());
      }
      return bytes.duplicate();
    }

    /** One of those that write has come to the end. */
    void end() {
      if (--writers == 0) {
        counter.add(-bytes.capacity());
      }
    }
  }

  private final ShardBytes counter;
  private final @Nullable Backlog before;
  private final @Nullable Frame last;
  private final int frames;
  private final long bytes;
  private @Nullable Backlog next;
  private @Nullable Encoded encoded;

  /** Connections that wait for this, and backlogs with more that are held. */
  private int holders;

  private Backlog(
      ShardBytes counter, @Nullable Backlog before, @Nullable Frame last, int frames, long bytes) {
    this.counter = counter;
    this.before = before;
    this.last = last;
    this.frames = frames;
    this.bytes = bytes;
  }

  /** The beginning of all backlogs of a shard. */
  static Backlog empty(ShardBytes counter) {
    return new Backlog(counter, null, null, 0, 0);
  }

  boolean isEmpty() {
    return last == null;
  }

  int frames() {
    return frames;
  }

  /** Of the frames themselves, without what formats put around them. */
  long bytes() {
    return bytes;
  }

  /** This and a frame more, held in place of this. Who asks for the same next is given the same. */
  Backlog and(Frame frame) {
    Backlog known = next;
    if (known == null || known.last != frame) {
      known = new Backlog(counter, this, frame, frames + 1, bytes + frame.size());
      next = known;
    }
    known.hold();
    release();
    return known;
  }

  /** One less waits for this. */
  void release() {
    Backlog at = this;
    while (at.before != null && --at.holders == 0) {
      counter.add(-at.cost());
      at = at.before;
    }
  }

  /** What stood before is held by who asks, or is nothing. */
  private void hold() {
    if (holders++ == 0 && before != null) {
      before.holders++;
      counter.add(cost());
    }
  }

  private long cost() {
    return OVERHEAD + (last == null ? 0L : last.size());
  }

  /** Lets go of what followed. */
  void forget() {
    next = null;
  }

  /** All frames as they go onto a socket. */
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
    Frame[] inOrder = new Frame[frames];
    int size = 0;
    Backlog at = this;
    for (int i = frames - 1; i >= 0 && at != null && at.last != null; i--) {
      inOrder[i] = at.last;
      size += format.size(at.last);
      at = at.before;
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    for (Frame frame : inOrder) {
      format.put(frame, buffer);
    }
    return buffer.flip();
  }
}
