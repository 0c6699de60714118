package chat.upload.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What a client sends, as long as it sends steadily: who lets others wait longer than so many bytes
 * take on the slowest line is given up. Only the time that is spent waiting for the client counts,
 * not that for storage or memory. One thread at a time.
 */
final class SteadyInput extends FilterInputStream {

  private final long graceNanos;
  private final long leastBytesPerSecond;
  private long waitedNanos;
  private long bytes;

  /**
   * Input of a client.
   *
   * @param leastBytesPerSecond what the slowest line takes
   * @param grace how long everybody may take beyond that
   */
  SteadyInput(InputStream input, long leastBytesPerSecond, Duration grace) {
    super(input);
    this.leastBytesPerSecond = leastBytesPerSecond;
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
    waitedNanos += System.nanoTime() - start;
    bytes += Math.max(0, read);
    long due = Duration.ofSeconds(1).toNanos() / leastBytesPerSecond * bytes;
    if (read >= 0 && waitedNanos > graceNanos + due) {
      throw new IOException("the client sends too slowly");
    }
    return read;
  }
}
