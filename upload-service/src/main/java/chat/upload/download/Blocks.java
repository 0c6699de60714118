package chat.upload.download;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The memory that files on their way out take. Each has a small block in any case, and a larger one
 * while it is taken fast and there is memory left. Threads share it.
 */
final class Blocks {

  /** What each has. */
  static final int LEAST = 32 * 1024;

  /** The largest; a request to S3 for less costs more than what it brings. */
  static final int MOST = 512 * 1024;

  private final AtomicInteger free;

  /**
   * Memory that is free.
   *
   * @param bytes beside the small blocks
   */
  Blocks(int bytes) {
    this.free = new AtomicInteger(bytes);
  }

  /** A block of about some length, instead of one that is given back. */
  byte[] exchange(byte @Nullable [] old, int wanted) {
    giveBack(old);
    int length = Math.max(LEAST, Math.min(MOST, wanted));
    int granted = take(length - LEAST) ? length : LEAST;
    return old != null && old.length == granted ? old : new byte[granted];
  }

  /** Gives a block back. */
  void giveBack(byte @Nullable [] block) {
    if (block != null) {
      free.addAndGet(block.length - LEAST);
    }
  }

  private boolean take(int more) {
    return free.getAndUpdate(left -> left >= more ? left - more : left) >= more;
  }
}
