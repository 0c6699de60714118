package chat.upload.picture;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Copies a picture without its GPS position. The metadata is blanked at its index, so the copy has
 * the same length and nothing is decoded; pixels, colours and orientation stay unchanged.
 */
public abstract sealed class LocationFreeCopy permits JpegCopy, PngCopy, WebpCopy {

  private static final int BUFFER = 64 * 1024;

  /** Receives the copy. */
  public interface Target {
    /** Receives the next bytes. */
    void write(byte[] bytes, int from, int length);
  }

  private final Target target;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;
  private boolean changed;
  final DataInputStream in;

  LocationFreeCopy(InputStream in, Target target) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
    this.target = target;
  }

  /** Whether pictures of a type can have a GPS position that this class finds. */
  public static boolean appliesTo(String contentType) {
    return switch (contentType) {
      case "image/jpeg", "image/png", "image/webp" -> true;
      default -> false;
    };
  }

  /** A copy of a picture of a supported type. */
  public static LocationFreeCopy of(String contentType, InputStream in, Target target) {
    return switch (contentType) {
      case "image/jpeg" -> new JpegCopy(in, target);
      case "image/png" -> new PngCopy(in, target);
      case "image/webp" -> new WebpCopy(in, target);
      default -> throw new IllegalArgumentException("contentType: " + contentType);
    };
  }

  /**
   * Copies the whole picture. A malformed rest is copied unchanged.
   *
   * @return whether the copy differs from the picture
   */
  public boolean run() throws IOException {
    copy();
    in.transferTo(
        new OutputStream() {
          @Override
          public void write(int b) {
            put(b);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            put(bytes, from, length);
          }
        });
    flush();
    return changed;
  }

  /** Copies the well-formed part. */
  abstract void copy() throws IOException;

  final void markChanged() {
    changed = true;
  }

  final void put(int b) {
    if (filled == buffer.length) {
      flush();
    }
    buffer[filled++] = (byte) b;
  }

  final void put(byte[] bytes, int from, int length) {
    flush();
    target.write(bytes, from, length);
  }

  final void put(byte[] bytes) {
    put(bytes, 0, bytes.length);
  }

  /** Copies a number of bytes, or all that are left. */
  final void pass(long count) throws IOException {
    byte[] bytes = new byte[(int) Math.min(count, BUFFER)];
    for (long left = count; left > 0; ) {
      int read = in.read(bytes, 0, (int) Math.min(left, bytes.length));
      if (read < 0) {
        return;
      }
      put(bytes, 0, read);
      left -= read;
    }
  }

  private void flush() {
    if (filled > 0) {
      target.write(buffer, 0, filled);
      filled = 0;
    }
  }
}
