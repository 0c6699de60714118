package chat.sockets.websocket;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Texts that clients compressed (RFC 7692), each on its own. */
final class Inflation {

  /** The end of a client's flush, which is not sent (RFC 7692, 7.2.2). */
  private static final byte[] TRAILER = {0, 0, (byte) 0xff, (byte) 0xff};

  /** The least capacity for a text. */
  private static final int FIRST_BYTES = 1024;

  private Inflation() {}

  /**
   * The text.
   *
   * @param length how many of the bytes are compressed text
   * @param max the longest text, in bytes; no more than that is ever kept, whatever it would be
   * @return one byte more than {@code max} if it is longer
   * @throws DataFormatException if it is nothing that was compressed
   */
  static byte[] inflate(byte[] compressed, int length, int max) throws DataFormatException {
    byte[] whole = Arrays.copyOf(compressed, length + TRAILER.length);
    System.arraycopy(TRAILER, 0, whole, length, TRAILER.length);
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(whole);
      byte[] text = new byte[Math.min(max + 1, FIRST_BYTES)];
      int count = 0;
      while (count <= max) {
        if (count == text.length) {
          text = Arrays.copyOf(text, Math.min(max + 1, 2 * count));
        }
        int more = inflater.inflate(text, count, text.length - count);
        if (more == 0) {
          break;
        }
        count += more;
      }
      if (count <= max && !inflater.needsInput() && !inflater.finished()) {
        throw new DataFormatException("a dictionary is wanted");
      }
      return Arrays.copyOf(text, count);
    } finally {
      inflater.end();
    }
  }
}
