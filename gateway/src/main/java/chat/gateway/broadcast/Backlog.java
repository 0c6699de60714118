package chat.gateway.broadcast;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written, in order. Connections that wait for the same have the same backlog: an
 * event for a thousand of them makes one object, and its bytes are put together once. Belongs to
 * one shard, whose thread alone touches it.
 */
final class Backlog {

  private record Encoded(WireFormat format, ByteBuffer bytes, @Nullable Encoded others) {}

  private final @Nullable Backlog before;
  private final @Nullable Frame last;
  private final int frames;
  private final long bytes;
  private @Nullable Backlog next;
  private @Nullable Encoded encoded;

  private Backlog(@Nullable Backlog before, @Nullable Frame last, int frames, long bytes) {
    this.before = before;
    this.last = last;
    this.frames = frames;
    this.bytes = bytes;
  }

  /** The beginning of all backlogs of a shard. */
  static Backlog empty() {
    return new Backlog(null, null, 0, 0);
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

  /** This and a frame more; whoever asks for the same next is given the same. */
  Backlog and(Frame frame) {
    Backlog known = next;
    if (known == null || known.last != frame) {
      known = new Backlog(this, frame, frames + 1, bytes + frame.size());
      next = known;
    }
    return known;
  }

  /** Lets go of what followed. */
  void forget() {
    next = null;
  }

  /** All frames as they go onto a socket; a view of its own on bytes that are shared. */
  ByteBuffer encoded(WireFormat format) {
    for (Encoded one = encoded; one != null; one = one.others) {
      if (one.format == format) {
        return one.bytes.duplicate();
      }
    }
    encoded = new Encoded(format, encode(format), encoded);
    return encoded.bytes.duplicate();
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
