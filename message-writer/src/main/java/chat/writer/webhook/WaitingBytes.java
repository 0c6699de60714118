package chat.writer.webhook;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of the events that wait in all webhooks of a process: receivers that stand
 * still must not take the memory that the others need. Thread-safe.
 */
final class WaitingBytes {

  /** A webhook that holds as much takes nothing further. */
  static final long SHARE = 512 << 10;

  private final long capacity;
  private final AtomicLong held = new AtomicLong();

  /**
   * Holds nothing.
   *
   * @param capacity bytes from which on only webhooks that hold nothing take further events
   */
  WaitingBytes(long capacity) {
    this.capacity = capacity;
  }

  /** A webhook takes bytes, or gives them back. */
  void add(long bytes) {
    held.addAndGet(bytes);
  }

  /**
   * Whether a webhook may take further events. One that holds nothing always may, so none waits for
   * the receivers of others.
   *
   * @param own bytes that it holds
   */
  boolean permits(long own) {
    return own == 0 || (own < SHARE && held.get() < capacity);
  }

  long held() {
    return held.get();
  }
}
