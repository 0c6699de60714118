package chat.sockets.fanout;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes queued for all sockets of a hub. Each shard counts its own and adds the change here
 * once a round of writes ({@link ShardBytes}), so a delivery pays nothing for the sum. Queued bytes
 * are not refused; a shard that finds the sum above the limit closes slow readers.
 */
final class OutboundBytes {

  private final long capacity;
  private final AtomicLong used = new AtomicLong();

  OutboundBytes(long capacity) {
    this.capacity = capacity;
  }

  void add(long bytes) {
    used.addAndGet(bytes);
  }

  /** Acquires bytes for frames that are about to be made; false if the limit is reached. */
  boolean tryAcquire(long bytes) {
    if (used.addAndGet(bytes) <= capacity) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  long used() {
    return used.get();
  }

  /** The bytes above the limit; not positive below it. */
  long excess() {
    return used.get() - capacity;
  }

  /** The bytes above half of the limit; not positive below it. */
  long excessOverHalf() {
    return used.get() - capacity / 2;
  }
}
