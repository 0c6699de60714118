package chat.writer.webhook;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of the events that wait in all webhooks of a process: receivers that stand
 * still must not take the memory that the others need. One half goes to the webhooks that ask
 * first, the other one in equal shares to all. Thread-safe.
 */
final class WaitingBytes {

  /** A webhook that holds as much takes nothing further. */
  static final long MOST = 512 << 10;

  private final long half;
  private final AtomicLong held = new AtomicLong();
  private final AtomicInteger hooks = new AtomicInteger();

  /**
   * Holds nothing.
   *
   * @param capacity bytes of all webhooks
   */
  WaitingBytes(long capacity) {
    this.half = capacity / 2;
  }

  /** A further webhook has a share. */
  void join() {
    hooks.incrementAndGet();
  }

  /** A webhook that joined has no share any more. */
  void leave() {
    hooks.decrementAndGet();
  }

  /** A webhook takes bytes, or gives them back. */
  void add(long bytes) {
    held.addAndGet(bytes);
  }

  /**
   * Whether a webhook may take further events. One that holds less than its share always may, so
   * none waits for the receivers of others.
   *
   * @param own bytes that it holds
   */
  boolean permits(long own) {
    return own == 0 || (own < MOST && (held.get() < half || own < half / Math.max(1, hooks.get())));
  }

  long held() {
    return held.get();
  }
}
