package chat.gateway.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines and keeps no more than one of them in memory. */
final class LineSplitter {

  private static final int BUFFER = 16 * 1024;
  private static final byte LINE_FEED = '\n';

  private final InputStream in;
  private final int maxLength;
  private byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private long number;

  /**
   * A reader at the start of a stream.
   *
   * @param maxLength longest line in bytes; of a longer one only the length is reported
   */
  LineSplitter(InputStream in, int maxLength) {
    this.in = in;
    this.maxLength = maxLength;
  }

  /**
   * A line.
   *
   * @param number from 1
   * @param bytes without the line feed; null if it is too long
   */
  record Line(long number, byte @Nullable [] bytes) {}

  /** The next line; null at the end of the stream. Blocks until it is there as a whole. */
  @Nullable Line next() throws IOException {
    int searched = start;
    boolean tooLong = false;
    while (true) {
      int feed = indexOfFeed(searched);
      if (feed >= 0) {
        return line(feed, feed + 1, tooLong);
      }
      if (end - start > maxLength) {
        tooLong = true;
        start = end;
      }
      searched = end - start;
      boolean ended = !fill();
      searched += start;
      if (ended) {
        return start == end && !tooLong ? null : line(end, end, tooLong);
      }
    }
  }

  /** Whether reading the next line may have to wait for the other side. */
  boolean mayBlock() throws IOException {
    return indexOfFeed(start) < 0 && in.available() == 0;
  }

  private Line line(int lineEnd, int next, boolean tooLong) {
    boolean kept = !tooLong && lineEnd - start <= maxLength;
    Line line = new Line(++number, kept ? Arrays.copyOfRange(buffer, start, lineEnd) : null);
    start = next;
    return line;
  }

  private int indexOfFeed(int from) {
    for (int i = from; i < end; i++) {
      if (buffer[i] == LINE_FEED) {
        return i;
      }
    }
    return -1;
  }

  /** Reads more; moves what is left to the buffer's start. Returns false at the stream's end. */
  private boolean fill() throws IOException {
    int left = end - start;
    byte[] target = left < buffer.length / 2 ? buffer : new byte[2 * buffer.length];
    System.arraycopy(buffer, start, target, 0, left);
    buffer = target;
    start = 0;
    end = left;
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, count);
    return count >= 0;
  }
}
