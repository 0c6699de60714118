package chat.upload.download;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The memory of downloads. Each download always has a small block, and a larger one while its
 * client reads fast and memory is free. Thread-safe.
 */
final class Blocks {

  /** The size of the small block. */
  static final int LEAST = 32 * 1024;

  /** The size of the largest block; smaller requests to S3 cost more than they bring. */
  static final int MOST = 512 * 1024;

  private final AtomicInteger free;

  /**
   * Starts with all memory free.
   *
   * @param bytes memory for larger blocks
   */
  Blocks(int bytes) {
    this.free = new AtomicInteger(bytes);
  }

  /** Replaces a block by one of about a wanted length. */
  byte[] exchange(byte @Nullable [] old, int wanted) {
    giveBack(old);
    int length = Math.max(LEAST, Math.min(MOST, wanted));
    int granted = acquire(length - LEAST) ? length : LEAST;
    return old != null && old.length == granted ? old : new byte[granted];
  }

  /** Returns a block. */
  void giveBack(byte @Nullable [] block) {
    if (block != null) {
      free.addAndGet(block.length - LEAST);
    }
  }

  private boolean acquire(int more) {
    return free.getAndUpdate(left -> left >= more ? left - more : left) >= more;
  }
}
