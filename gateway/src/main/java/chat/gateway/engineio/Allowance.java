package chat.gateway.engineio;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of messages that have not come completely yet may be held, of all clients
 * together: many who each send most of a message and then nothing can't fill the memory. Threads
 * share it.
 */
public final class Allowance {

  /** A client holds as much in any case, so that what is usual gets through whoever tries what. */
  static final long FREE = 4096;

  private final AtomicLong left;

  /** An allowance of so many bytes. */
  public Allowance(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /** What one message takes of it; nothing at first. */
  public Share share() {
    return new Share();
  }

  private boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  /** May be given back by any thread, also while another one takes. */
  public final class Share {

    private long held;
    private boolean over;

    private Share() {}

    /**
     * Takes some more.
     *
     * @return false if there is not as much left, or its client is gone
     */
    public synchronized boolean take(long bytes) {
      long counted = beyondFree(held + bytes) - beyondFree(held);
      if (over || !Allowance.this.take(counted)) {
        return false;
      }
      held += bytes;
      return true;
    }

    /** Gives back what it took. */
    public synchronized void giveBack() {
      left.addAndGet(beyondFree(held));
      held = 0;
    }

    /** Gives back what it took, for good. */
    public synchronized void end() {
      over = true;
      giveBack();
    }

    private static long beyondFree(long bytes) {
      return Math.max(0, bytes - FREE);
    }
  }
}
