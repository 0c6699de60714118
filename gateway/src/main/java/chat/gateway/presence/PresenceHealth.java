package chat.gateway.presence;

import java.time.Duration;

/** Whether the presence that this gateway has read is current. Thread-safe. */
public final class PresenceHealth {

  private final long trustNanos;
  private volatile int partitions;
  private volatile boolean complete;
  private volatile boolean tracked;
  private volatile long askedAtNanos;

  /**
   * Creates a state that is not current yet.
   *
   * @param trust how long an answer of Redis about the trackers stays valid
   */
  public PresenceHealth(Duration trust) {
    this.trustNanos = trust.toNanos();
  }

  /** Whether presence is known, except for the promised delays. */
  boolean isGood() {
    return complete && tracked && System.nanoTime() - askedAtNanos < trustNanos;
  }

  /** Number of partitions of the presence topic; 0 while not known. */
  int partitions() {
    return partitions;
  }

  void reading(int ofPartitions) {
    partitions = ofPartitions;
  }

  /** Records that the topic was read to its end. */
  void read() {
    complete = true;
  }

  /** Records that what was read is gone. */
  void forgotten() {
    complete = false;
  }

  /** Records the answer of Redis whether trackers follow all users. */
  public void asked(boolean allTracked) {
    tracked = allTracked;
    askedAtNanos = System.nanoTime();
  }
}
