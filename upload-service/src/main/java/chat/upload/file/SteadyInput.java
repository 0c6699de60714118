package chat.upload.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What a client sends, as long as it sends steadily: a client that falls behind the slowest line is
 * given up. What came fast allows for no rest later. Only the time that is spent waiting for the
 * client counts, not that for storage or memory. One thread at a time.
 */
final class SteadyInput extends FilterInputStream {

  private final long graceNanos;
  private final long nanosPerByte;
  private long lateNanos;

  /**
   * Input of a client.
   *
   * @param leastBytesPerSecond what the slowest line takes
   * @param grace how long everybody may take beyond that
   */
  SteadyInput(InputStream input, long leastBytesPerSecond, Duration grace) {
    super(input);
    this.nanosPerByte = Math.max(1, Duration.ofSeconds(1).toNanos() / leastBytesPerSecond);
    this.graceNanos = grace.toNanos();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    long start = System.nanoTime();
    int read = super.read(to, from, length);
    long waited = System.nanoTime() - start;
    lateNanos = Math.max(0, lateNanos + waited - nanosPerByte * Math.max(0, read));
    if (read > 0 && lateNanos > graceNanos) {
      throw new IOException("the client sends too slowly");
    }
    return read;
  }
}
