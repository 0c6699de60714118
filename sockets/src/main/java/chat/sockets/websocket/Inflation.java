package chat.sockets.websocket;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates texts that clients compressed without context takeover (RFC 7692). */
final class Inflation {

  /** The end of a client's flush, which is not sent (RFC 7692, 7.2.2). */
  private static final byte[] TRAILER = {0, 0, (byte) 0xff, (byte) 0xff};

  /** The first capacity for a text. */
  private static final int FIRST_BYTES = 1024;

  private Inflation() {}

  /**
   * Inflates a text.
   *
   * @param length number of the bytes that are compressed text
   * @param max the longest text in bytes; inflation stops one byte above it
   * @return the text; if it is longer than {@code max}, its first {@code max + 1} bytes
   * @throws DataFormatException if the bytes are not compressed data
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
