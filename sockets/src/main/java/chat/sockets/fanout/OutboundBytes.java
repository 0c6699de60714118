package chat.sockets.fanout;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes wait to be taken by all sockets of a gateway. Shards count for themselves and add
 * it up here once a round of writes ({@link ShardBytes}), so the sum costs a delivery nothing. What
 * waits already can't be refused; who finds too much cuts readers off.
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

  /** Takes bytes for what is about to be made; false if there is no room for them. */
  boolean take(long bytes) {
    if (used.addAndGet(bytes) <= capacity) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  long used() {
    return used.get();
  }

  /** By how much there is more than there may be; not positive if there is not. */
  long excess() {
    return used.get() - capacity;
  }

  /** By how much there is more than half of what there may be; not positive if there is not. */
  long excessOverHalf() {
    return used.get() - capacity / 2;
  }
}
