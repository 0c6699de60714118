package chat.contract.log;

import chat.contract.event.RoomEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The condition under which a record counts: between the offset at which its append was decided and
 * its own offset, no record touched what the decision depends on. So of two conflicting records,
 * appended at the same time through any gateways, only the first counts. The second is void for
 * every reader, and its gateway decides again.
 *
 * <p>Touched things are named by 64 bits of SHA-256, so that no reader parses a value for them.
 *
 * @param asOf the offset before which the partition's records were known at the decision
 * @param touches the things that the record changes
 * @param depends the things that must be unchanged since {@code asOf}
 */
public record Condition(long asOf, List<Long> touches, List<Long> depends) {

  private static final int MOST = 8;
  private static final int KEY_DIGITS = 16;

  public Condition {
    if (asOf < 0) {
      throw new IllegalArgumentException("asOf: " + asOf + " (expected: an offset)");
    }
    if (touches.size() > MOST || depends.size() > MOST) {
      throw new IllegalArgumentException(
          "touches, depends: %d, %d (expected: <= %d)"
              .formatted(touches.size(), depends.size(), MOST));
    }
    touches = List.copyOf(touches);
    depends = List.copyOf(depends);
  }

  /** The condition of an event as its kind demands it. */
  public static Condition of(long asOf, RoomEvent event) {
    Footprint footprint = Footprint.of(event);
    return new Condition(asOf, footprint.touches(), footprint.depends());
  }

  /**
   * The same, for a change by which members lose access to a room: their messages in flight become
   * void.
   */
  public Condition closing(String room) {
    List<Long> more = new ArrayList<>(touches);
    more.add(Footprint.closed(room));
    return new Condition(asOf, more, depends);
  }

  /** The same, for a message in a room with slow mode: of two sent at the same time one is void. */
  public Condition inTurn(String room, String user) {
    List<Long> moreTouched = new ArrayList<>(touches);
    List<Long> moreDepends = new ArrayList<>(depends);
    long turn = Footprint.turn(room, user);
    moreTouched.add(turn);
    moreDepends.add(turn);
    return new Condition(asOf, moreTouched, moreDepends);
  }

  /**
   * Reads the header of a record, in the text form of {@link #toBytes} or in the older binary form.
   *
   * @throws IllegalArgumentException if the bytes have neither form
   */
  public static Condition of(byte[] bytes) {
    // The binary form begins with the highest byte of an offset; a digit there would mean an offset
    // of 2^61.
    boolean isText = bytes.length > 0 && bytes[0] >= '0' && bytes[0] <= '9';
    return isText ? ofText(bytes) : ofBinary(bytes);
  }

  private static Condition ofText(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int touches = text.indexOf(';') + 1;
    int depends = text.indexOf(';', touches) + 1;
    if (touches == 0 || depends == 0) {
      throw noCondition(bytes);
    }
    return new Condition(
        Long.parseLong(text, 0, touches - 1, 10),
        keys(bytes, text, touches, depends - 1),
        keys(bytes, text, depends, text.length()));
  }

  private static List<Long> keys(byte[] bytes, String text, int from, int to) {
    if (from == to) {
      return List.of();
    }
    if ((to - from + 1) % (KEY_DIGITS + 1) != 0) {
      throw noCondition(bytes);
    }
    List<Long> keys = new ArrayList<>(MOST);
    for (int key = from; key < to; key += KEY_DIGITS + 1) {
      int end = key + KEY_DIGITS;
      if (end < to && text.charAt(end) != ',') {
        throw noCondition(bytes);
      }
      keys.add(HexFormat.fromHexDigitsToLong(text, key, end));
    }
    return keys;
  }

  private static IllegalArgumentException noCondition(byte[] bytes) {
    return new IllegalArgumentException("condition: " + bytes.length + " bytes");
  }

  private static Condition ofBinary(byte[] bytes) {
    boolean whole = bytes.length > Long.BYTES && (bytes.length - 1) % Long.BYTES == 0;
    int keys = (bytes.length - 1) / Long.BYTES - 1;
    int touched = whole ? bytes[Long.BYTES] : -1;
    if (touched < 0 || touched > keys) {
      throw noCondition(bytes);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long asOf = buffer.getLong();
    buffer.get();
    return new Condition(asOf, longs(buffer, touched), longs(buffer, keys - touched));
  }

  /**
   * The text form in UTF-8: the offset in decimal, then the touched things, then the dependencies,
   * as in {@code 258;…,…;…,…}. Each thing is 16 hexadecimal digits.
   */
  public byte[] toBytes() {
    String text = asOf + ";" + hex(touches) + ";" + hex(depends);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The older binary form: the offset, the number of touched things, these, then the dependencies;
   * big-endian. Written only while processes of a release run that reads no text.
   */
  public byte[] toBinary() {
    int keys = touches.size() + depends.size();
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + 1 + keys * Long.BYTES);
    bytes.putLong(asOf).put((byte) touches.size());
    touches.forEach(bytes::putLong);
    depends.forEach(bytes::putLong);
    return bytes.array();
  }

  private static String hex(List<Long> keys) {
    StringBuilder text = new StringBuilder(keys.size() * (KEY_DIGITS + 1));
    for (long key : keys) {
      text.append(text.isEmpty() ? "" : ",").append(HexFormat.of().toHexDigits(key));
    }
    return text.toString();
  }

  private static List<Long> longs(ByteBuffer buffer, int count) {
    List<Long> longs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      longs.add(buffer.getLong());
    }
    return longs;
  }
}
