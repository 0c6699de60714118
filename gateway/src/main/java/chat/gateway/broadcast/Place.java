package chat.gateway.broadcast;

import chat.contract.RoomPartition;
import chat.contract.Seq;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a gateway has delivered the log when it delivered one event: the next offset of each
 * partition of which it has delivered any. As it delivers in log order, whoever got that event got
 * all before these offsets of the rooms it had joined.
 */
public final class Place {

  private static final int MAX_TEXT = 8192;
  private static final int MAX_PARTITIONS = 4096;
  private static final int MORE = 0x80;

  private final int epoch;
  private final long[] next;
  private volatile byte @Nullable [] text;

  Place(int epoch, long[] next) {
    this.epoch = epoch;
    this.next = next;
  }

  /** Nothing of an epoch's log yet. */
  public static Place before(int epoch, int partitions) {
    return new Place(epoch, new long[partitions]);
  }

  /** The same, with everything of a room's partition up to an event of the room. */
  public Place with(String room, long seq) {
    long[] reached = next.clone();
    int partition = RoomPartition.of(room, next.length);
    reached[partition] = Math.max(next[partition], Seq.offset(seq) + 1);
    return new Place(epoch, reached);
  }

  /** The place that a text tells; empty if it tells none. */
  public static Optional<Place> parse(String text) {
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
        Seq.of(epoch, offset); // refuses what can be none
      }
      return next.length == 0 ? Optional.empty() : Optional.of(new Place(epoch, next));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The seq after which a room's events were not delivered yet; 0 if none ever was. */
  public long after(String room) {
    long offset = next[RoomPartition.of(room, next.length)];
    return offset == 0 ? Seq.NONE : Seq.of(epoch, offset - 1);
  }

  /** The same as text, without anything that JSON would escape. */
  public byte[] text() {
    byte[] known = text;
    if (known == null) {
      known = encode();
      text = known;
    }
    return known;
  }

  /** Most offsets take three or four bytes, and partitions without events none. */
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
