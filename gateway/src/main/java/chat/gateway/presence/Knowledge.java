package chat.gateway.presence;

import java.time.Duration;

/** How far what this gateway has read of people's presence can be believed. Threads share it. */
final class Knowledge {

  private final long trustNanos;
  private volatile int partitions;
  private volatile boolean complete;
  private volatile boolean tracked;
  private volatile long askedAtNanos;

  /**
   * Knowledge of nothing.
   *
   * @param trust how long what Redis said of the trackers holds
   */
  Knowledge(Duration trust) {
    this.trustNanos = trust.toNanos();
  }

  /** Whether what is said of people is true, but for the delays that are promised. */
  boolean isGood() {
    return complete && tracked && System.nanoTime() - askedAtNanos < trustNanos;
  }

  /** How many partitions the presence topic has; 0 while that is not known. */
  int partitions() {
    return partitions;
  }

  void reading(int ofPartitions) {
    partitions = ofPartitions;
  }

  /** All that the topic said was read. */
  void read() {
    complete = true;
  }

  /** Redis was asked whether trackers look after all users. */
  void asked(boolean allTracked) {
    tracked = allTracked;
    askedAtNanos = System.nanoTime();
  }
}
