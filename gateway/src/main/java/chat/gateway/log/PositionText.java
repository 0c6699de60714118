package chat.gateway.log;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The text of a position, of at most {@value #MAX_CHARACTERS} characters at any number of
 * partitions: how far each partition is beyond a kept position, or beyond the log's start. The
 * partition of the event that the text came with is exact. If the others don't fit, their low bits
 * are left out: a reader then takes an earlier position, so that it may repeat events and never
 * skips one.
 */
public final class PositionText {

  /** The length of the longest text. */
  static final int MAX_CHARACTERS = 120;

  /**
   * In place of an epoch, which is at least 1: marks these texts among those of earlier versions.
   */
  private static final int VERSION = 0;

  /** Texts that are longer are relative to a position of long ago. */
  private static final int USUAL_CHARACTERS = 104;

  private static final int MAX_BYTES = MAX_CHARACTERS * 3 / 4;
  private static final int ID_BYTES = 6;
  private static final int MAX_BITS_OF_OFFSET = 44;

  /** Instead of a shift: no partition but the event's own one is beyond the base. */
  private static final int NO_BITS = 63;

  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final int epoch;
  private final long[] beyond;
  private final @Nullable String base;

  private PositionText(int epoch, long[] beyond, @Nullable String base) {
    this.epoch = epoch;
    this.beyond = beyond;
    this.base = base;
  }

  /**
   * A text.
   *
   * @param text the text in ASCII
   * @param exact whether a reader gets the same position, and not an earlier one
   * @param isRelative whether it has a base
   */
  record Encoded(byte[] text, boolean exact, boolean isRelative) {

    /** Whether a later base would make texts shorter, or exact. */
    boolean needsLaterBase() {
      return !exact || (isRelative && text.length > USUAL_CHARACTERS);
    }
  }

  /**
   * Encodes a position relative to the log's start, if that is exact; null if it is not. Takes one
   * pass over the offsets where they are far too many.
   *
   * @param own the partition of its event; -1 for none
   */
  static @Nullable Encoded exactly(int epoch, long[] next, int own) {
    int least = 0;
    for (int partition = 0; partition < next.length; partition++) {
      least += partition == own ? 0 : PositionBits.least(next[partition]);
    }
    Encoded encoded = least > MAX_BYTES * Byte.SIZE ? null : encode(epoch, next, own, null, 0);
    return encoded == null || !encoded.exact() ? null : encoded;
  }

  /**
   * Encodes a position.
   *
   * @param own the partition that has to be exact; -1 for none
   * @param base what the text is relative to; null for the log's start
   */
  static Encoded encode(int epoch, long[] next, int own, @Nullable KeptPosition base) {
    return encode(epoch, next, own, base, MAX_BITS_OF_OFFSET);
  }

  private static Encoded encode(
      int epoch, long[] next, int own, @Nullable KeptPosition base, int maxShift) {
    long[] beyond = next.clone();
    if (base != null) {
      long[] from = base.position().next();
      Arrays.setAll(beyond, partition -> next[partition] - from[partition]);
    }
    ByteArrayOutputStream head = new ByteArrayOutputStream(MAX_BYTES);
    Varint.write(VERSION, head);
    Varint.write(epoch, head);
    Varint.write(next.length, head);
    Varint.write(own + 1L, head);
    if (own >= 0) {
      Varint.write(beyond[own], head);
      beyond[own] = 0;
    }
    Varint.write(base == null ? 0 : ID_BYTES, head);
    if (base != null) {
      head.writeBytes(DECODER.decode(base.id()));
    }
    boolean exact = putOthers(beyond, head, maxShift);
    return new Encoded(ENCODER.encode(head.toByteArray()), exact, base != null);
  }

  /** Appends all partitions; returns whether they are exact. */
  private static boolean putOthers(long[] beyond, ByteArrayOutputStream to, int maxShift) {
    int capacity = (MAX_BYTES - to.size() - 2) * Byte.SIZE;
    int shift = leastShift(beyond, capacity, maxShift);
    if (shift > maxShift) {
      to.write(NO_BITS);
      return false;
    }
    int order = bestOrder(beyond, shift);
    to.write(shift);
    to.write(order);
    to.writeBytes(bits(beyond, shift, order));
    return shift == 0;
  }

  /** The least shift with which all values fit, usually 0; more than the maximum if none does. */
  private static int leastShift(long[] values, int capacity, int maxShift) {
    if (fits(values, 0, capacity)) {
      return 0;
    }
    int tooSmall = 0;
    int enough = maxShift + 1;
    while (enough - tooSmall > 1) {
      int shift = (tooSmall + enough) / 2;
      if (fits(values, shift, capacity)) {
        enough = shift;
      } else {
        tooSmall = shift;
      }
    }
    return enough;
  }

  private static boolean fits(long[] values, int shift, int capacity) {
    return size(values, shift, bestOrder(values, shift)) <= capacity;
  }

  /** The size falls with the order up to the best one, and grows from there. */
  private static int bestOrder(long[] values, int shift) {
    int best = 0;
    long least = size(values, shift, 0);
    for (int order = 1; order < MAX_BITS_OF_OFFSET; order++) {
      long size = size(values, shift, order);
      if (size >= least) {
        break;
      }
      least = size;
      best = order;
    }
    return best;
  }

  private static long size(long[] values, int shift, int order) {
    long size = 0;
    for (long value : values) {
      size += PositionBits.size(value >>> shift, order);
    }
    return size;
  }

  private static byte[] bits(long[] values, int shift, int order) {
    BitSet set = new BitSet();
    PositionBits bits = new PositionBits(set);
    for (long value : values) {
      bits.write(value >>> shift, order);
    }
    return set.toByteArray();
  }

  /** Reads a text of this or an earlier version; null if it is none. */
  public static @Nullable PositionText read(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(DECODER.decode(text));
      if (bytes.get(0) == VERSION && text.length() <= MAX_CHARACTERS) {
        bytes.get();
        return read(bytes);
      }
    } catch (RuntimeException e) {
      return null;
    }
    return StreamPosition.parse(text)
        .map(all -> new PositionText(all.epoch(), all.next(), null))
        .orElse(null);
  }

  private static PositionText read(ByteBuffer bytes) {
    int epoch = Math.toIntExact(Varint.read(bytes));
    long[] beyond = new long[StreamPosition.partitions(Varint.read(bytes))];
    int own = Math.toIntExact(Varint.read(bytes)) - 1;
    long exact = own < 0 ? 0 : Varint.read(bytes);
    byte[] id = new byte[Math.toIntExact(Math.min(MAX_BYTES, Varint.read(bytes)))];
    bytes.get(id);
    int shift = bytes.get();
    if (shift != NO_BITS) {
      int order = bytes.get();
      PositionBits bits = new PositionBits(BitSet.valueOf(bytes));
      Arrays.setAll(beyond, partition -> bits.read(order) << shift);
    }
    if (own >= 0) {
      beyond[own] = exact;
    }
    return new PositionText(epoch, beyond, id.length == 0 ? null : ENCODER.encodeToString(id));
  }

  /** The id of the kept position that {@link #position} needs; null for none. */
  public @Nullable String base() {
    return base;
  }

  /**
   * The position of the text, or an earlier one; null if it can't be known.
   *
   * @param kept the kept position that {@link #base} names; null if it is gone
   */
  public @Nullable StreamPosition position(@Nullable StreamPosition kept) {
    try {
      if (base == null) {
        return StreamPosition.of(epoch, beyond.clone());
      }
      if (kept == null || kept.epoch() != epoch || kept.next().length != beyond.length) {
        return null;
      }
      long[] next = kept.next();
      Arrays.setAll(next, partition -> Math.addExact(next[partition], beyond[partition]));
      return StreamPosition.of(epoch, next);
    } catch (ArithmeticException | IllegalArgumentException outOfRange) {
      return null;
    }
  }
}
