package chat.contract;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Under which condition a record counts: that between the moment when somebody decided to append it
 * and its place in the log nothing was touched that the decision rests on. So two who act at once
 * on the same thing can't both succeed, whichever gateways they are at: the second record is void,
 * for every reader, and who appended it decides anew.
 *
 * <p>Things are named by 64 bits of SHA-256, so that no reader parses a value for them.
 *
 * @param asOf the offset before which the partition's records were known when it was decided
 * @param touches what the record changes
 * @param depends what must not have been changed meanwhile
 */
public record Condition(long asOf, List<Long> touches, List<Long> depends) {

  private static final int MOST = 8;

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

  /** The condition that an event of its kind is appended under. */
  public static Condition of(long asOf, RoomEvent event) {
    Footprint footprint = Footprint.of(event);
    return new Condition(asOf, footprint.touches(), footprint.depends());
  }

  /**
   * The same for a change by which people lose sight of a room: what is under way from them is
   * void.
   */
  public Condition closing(String room) {
    List<Long> more = new ArrayList<>(touches);
    more.add(Footprint.closed(room));
    return new Condition(asOf, more, depends);
  }

  /** The same for a message in a room with slow mode: of two at once one is void. */
  public Condition inTurn(String room, String user) {
    List<Long> moreTouched = new ArrayList<>(touches);
    List<Long> moreDepends = new ArrayList<>(depends);
    long turn = Footprint.turn(room, user);
    moreTouched.add(turn);
    moreDepends.add(turn);
    return new Condition(asOf, moreTouched, moreDepends);
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if the bytes are none of these
   */
  public static Condition of(byte[] bytes) {
    boolean whole = bytes.length > Long.BYTES && (bytes.length - 1) % Long.BYTES == 0;
    int keys = (bytes.length - 1) / Long.BYTES - 1;
    int touched = whole ? bytes[Long.BYTES] : -1;
    if (touched < 0 || touched > keys) {
      throw new IllegalArgumentException("condition: " + bytes.length + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long asOf = buffer.getLong();
    buffer.get();
    return new Condition(asOf, longs(buffer, touched), longs(buffer, keys - touched));
  }

  /** The offset, how many things it touches, these, then those it depends on; big-endian. */
  public byte[] toBytes() {
    int keys = touches.size() + depends.size();
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + 1 + keys * Long.BYTES);
    bytes.putLong(asOf).put((byte) touches.size());
    touches.forEach(bytes::putLong);
    depends.forEach(bytes::putLong);
    return bytes.array();
  }

  private static List<Long> longs(ByteBuffer buffer, int count) {
    List<Long> longs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      longs.add(buffer.getLong());
    }
    return longs;
  }
}
