package chat.contract.log;

/**
 * The bytes of an event as clients and {@link Topic#EVENTS} get it: the record's value with its
 * stream position inserted before its first field, without parsing it.
 */
public final class EventFrame {

  private EventFrame() {}

  /**
   * An event with its position in the room's chain.
   *
   * @param value one JSON object with at least one field
   * @param prev seq of the room's event before it; 0 for the first
   */
  public static byte[] of(byte[] value, long seq, long prev) {
    return splice("{\"seq\":" + seq + ",\"prev\":" + prev + ",", value);
  }

  /** The same without {@code prev}. */
  public static byte[] of(byte[] value, long seq) {
    return splice("{\"seq\":" + seq + ",", value);
  }

  private static byte[] splice(String beginning, byte[] value) {
    byte[] frame = new byte[beginning.length() + value.length - 1];
    for (int i = 0; i < beginning.length(); i++) {
      frame[i] = (byte) beginning.charAt(i);
    }
    System.arraycopy(value, 1, frame, beginning.length(), value.length - 1);
    return frame;
  }
}
