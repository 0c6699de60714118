package chat.gateway.log;

import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import chat.sockets.fanout.ResumePoint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A position in the room log over all partitions: the next offset of each partition of which a
 * gateway has delivered events. A gateway delivers in log order, so a client that received the
 * event at a position has all earlier events of the rooms it had joined.
 */
public final class StreamPosition implements ResumePoint {

  private static final int MAX_TEXT = 8192;
  private static final int MAX_PARTITIONS = 4096;
  private static final int MORE = 0x80;

  private final int epoch;
  private final long[] next;
  private volatile byte @Nullable [] text;

  StreamPosition(int epoch, long[] next) {
    this.epoch = epoch;
    this.next = next;
  }

  /** The start of an epoch's log. */
  public static StreamPosition before(int epoch, int partitions) {
    return new StreamPosition(epoch, new long[partitions]);
  }

  /** This position, advanced past an event in the partition of its room. */
  public StreamPosition with(String room, long seq) {
    long[] reached = next.clone();
    int partition = RoomPartition.of(room, next.length);
    reached[partition] = Math.max(next[partition], Seq.offset(seq) + 1);
    return new StreamPosition(epoch, reached);
  }

  /** Parses {@link #text}; empty if the text is not a position. */
  public static Optional<StreamPosition> parse(String text) {
    if (text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      int epoch = Math.toIntExact(read(bytes));
      long[] next = new long[Math.toIntExact(Math.min(MAX_PARTITIONS, read(bytes)))];
      while (bytes.hasRemaining()) {
        next[Math.toIntExact(read(bytes))] = read(bytes);
      }
      for (long offset : next) {
        Seq.of(epoch, offset); // throws for an offset out of range
      }
      return next.length == 0 ? Optional.empty() : Optional.of(new StreamPosition(epoch, next));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The seq of the last delivered record of a room's partition; 0 if there is none. */
  public long after(String room) {
    long offset = next[RoomPartition.of(room, next.length)];
    return offset == 0 ? Seq.NONE : Seq.of(epoch, offset - 1);
  }

  @Override
  public byte[] text() {
    byte[] known = text;
    if (known == null) {
      known = encode();
      text = known;
    }
    return known;
  }

  /** Most offsets take three or four bytes; partitions without events take none. */
  private byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * next.length);
    write(epoch, bytes);
    write(next.length, bytes);
    for (int partition = 0; partition < next.length; partition++) {
      if (next[partition] > 0) {
        write(partition, bytes);
        write(next[partition], bytes);
      }
    }
    return Base64.getUrlEncoder().withoutPadding().encode(bytes.toByteArray());
  }

  private static void write(long value, ByteArrayOutputStream to) {
    long rest = value;
    while (rest >= MORE) {
      to.write((int) (rest & (MORE - 1)) | MORE);
      rest >>>= 7;
    }
    to.write((int) rest);
  }

  private static long read(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int part = from.get();
      value |= (long) (part & (MORE - 1)) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number is too long");
  }
}
