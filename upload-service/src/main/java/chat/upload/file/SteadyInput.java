package chat.upload.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Input from a client that has to send steadily: a client slower than the minimum rate is given up.
 * A fast start earns no later pause. Only the time spent waiting for the client counts, not for
 * storage or memory. Single-threaded.
 */
final class SteadyInput extends FilterInputStream {

  private final long graceNanos;
  private final long nanosPerByte;
  private long lateNanos;

  /**
   * Wraps a client's input.
   *
   * @param leastBytesPerSecond the minimum rate
   * @param grace additional time for every client
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
