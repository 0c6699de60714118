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

  /** Below it the first half has room again. */
  private final long low;

  private final AtomicLong held = new AtomicLong();
  private final AtomicInteger hooks = new AtomicInteger();
  private volatile Runnable onRoom = () -> {};

  /**
   * Holds nothing.
   *
   * @param capacity bytes of all webhooks
   */
  WaitingBytes(long capacity) {
    this.half = capacity / 2;
    this.low = half - half / 4;
  }

  /** Is told when the half for those that ask first was full and has room again. */
  void onRoom(Runnable listener) {
    onRoom = listener;
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
    long now = held.addAndGet(bytes);
    if (now < low && now - bytes >= low) {
      onRoom.run();
    }
  }

  /**
   * Whether a webhook may take further events. One that holds less than its share always may, so
   * none waits for the receivers of others.
   *
   * @param own bytes that it holds
   */
  boolean permits(long own) {
    return own == 0 || (own < MOST && (held.get() < half || own < share()));
  }

  /**
   * The same for a webhook that was refused: it may take further events once there is room for a
   * quarter of the bound, as the reader has to fetch them again.
   */
  boolean permitsAgain(long own) {
    return own == 0
        || (own <= MOST - MOST / 4 && (held.get() < low || own <= share() - share() / 4));
  }

  private long share() {
    return half / Math.max(1, hooks.get());
  }

  long held() {
    return held.get();
  }
}
