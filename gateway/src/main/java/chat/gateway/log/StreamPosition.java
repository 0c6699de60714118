package chat.gateway.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

  private static final int MAX_WHOLE_TEXT = 65_536;
  private static final int MAX_PARTITIONS = 4096;

  /** Instead of a partition: the position is of no event. */
  private static final int NO_PARTITION = -1;

  private final int epoch;
  private final long[] next;
  private final int own;
  private final @Nullable KeptPosition base;
  private volatile PositionText.@Nullable Encoded encoded;

  /**
   * A position.
   *
   * @param own the partition of its event; the text is exact for this one
   * @param base an earlier position that is kept; null for none
   */
  StreamPosition(int epoch, long[] next, int own, @Nullable KeptPosition base) {
    this.epoch = epoch;
    this.next = next;
    this.own = own;
    this.base = base;
  }

  /** The start of an epoch's log. */
  public static StreamPosition before(int epoch, int partitions) {
    return new StreamPosition(epoch, new long[partitions], NO_PARTITION, null);
  }

  /**
   * A position.
   *
   * @throws IllegalArgumentException if epoch or an offset is out of range, or there is none
   */
  static StreamPosition of(int epoch, long[] next) {
    for (long offset : next) {
      Seq.of(epoch, offset);
    }
    partitions(next.length);
    return new StreamPosition(epoch, next, NO_PARTITION, null);
  }

  /**
   * This position, advanced past an event in the partition of its room.
   *
   * @param seq the event; one of another log, or {@link Seq#NONE}, advances nothing
   */
  public StreamPosition with(String room, long seq) {
    if (Seq.epoch(seq) != epoch) {
      return this;
    }
    long[] reached = next.clone();
    int partition = RoomPartition.of(room, next.length);
    reached[partition] = Math.max(next[partition], Seq.offset(seq) + 1);
    return new StreamPosition(epoch, reached, partition, base);
  }

  /** This position, with texts that are relative to a kept one if that is earlier. */
  StreamPosition since(@Nullable KeptPosition kept) {
    return new StreamPosition(epoch, next, own, kept);
  }

  /** Whether it is of the same log, and in no partition beyond the other position. */
  boolean isBefore(StreamPosition other) {
    if (epoch != other.epoch || next.length != other.next.length) {
      return false;
    }
    for (int partition = 0; partition < next.length; partition++) {
      if (next[partition] > other.next[partition]) {
        return false;
      }
    }
    return true;
  }

  /** Parses {@link #whole}; empty if the text is not a position. */
  public static Optional<StreamPosition> parse(String text) {
    if (text.length() > MAX_WHOLE_TEXT) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      int epoch = Math.toIntExact(Varint.read(bytes));
      long[] next = new long[partitions(Varint.read(bytes))];
      while (bytes.hasRemaining()) {
        next[Math.toIntExact(Varint.read(bytes))] = Varint.read(bytes);
      }
      return Optional.of(of(epoch, next));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Checks a number of partitions. */
  static int partitions(long count) {
    if (count < 1 || count > MAX_PARTITIONS) {
      throw new IllegalArgumentException("partitions: " + count + " (expected: 1..4096)");
    }
    return (int) count;
  }

  int epoch() {
    return epoch;
  }

  /** A copy of the next offsets. */
  long[] next() {
    return next.clone();
  }

  /** The seq of the last delivered record of a room's partition; 0 if there is none. */
  public long after(String room) {
    long offset = next[RoomPartition.of(room, next.length)];
    return offset == 0 ? Seq.NONE : Seq.of(epoch, offset - 1);
  }

  /** A text for clients; {@link PositionText} reads it. */
  @Override
  public byte[] text() {
    return encoded().text();
  }

  /** Whether its text is relative to a kept position. */
  public boolean isRelative() {
    return encoded().isRelative();
  }

  /** Whether texts would be shorter, or exact, if they were relative to a later kept position. */
  boolean needsLaterBase() {
    return encoded().needsLaterBase();
  }

  private PositionText.Encoded encoded() {
    PositionText.Encoded known = encoded;
    if (known == null) {
      KeptPosition earlier = base != null && base.position().isBefore(this) ? base : null;
      known = earlier == null ? null : PositionText.exactly(epoch, next, own);
      if (known == null) {
        known = PositionText.encode(epoch, next, own, earlier);
      }
      encoded = known;
    }
    return known;
  }

  /**
   * A text that names each partition. Most offsets take three or four bytes; partitions without
   * events take none.
   */
  public String whole() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * next.length);
    Varint.write(epoch, bytes);
    Varint.write(next.length, bytes);
    for (int partition = 0; partition < next.length; partition++) {
      if (next[partition] > 0) {
        Varint.write(partition, bytes);
        Varint.write(next[partition], bytes);
      }
    }
    return new String(
        Base64.getUrlEncoder().withoutPadding().encode(bytes.toByteArray()), US_ASCII);
  }
}
