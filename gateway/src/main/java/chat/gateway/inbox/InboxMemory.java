package chat.gateway.inbox;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of all inboxes of a gateway. The sizes are those of the objects on 64-bit Java.
 * The thread of the inboxes acquires and releases; others read.
 */
final class InboxMemory {

  /** A room in a user's inbox, with its places in the lists of both. */
  static final int ENTRY = 96;

  /** A room that is in some inbox, with its timer, without its name. */
  private static final int ROOM = 272;

  /** A user with an inbox. */
  static final int USER = 400;

  /** A connection that has an inbox; frames that are held back for it come on top. */
  static final int SOCKET = 160;

  private final long capacity;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();

  /** Memory of this number of bytes, all of it free. */
  InboxMemory(long capacity) {
    this.capacity = capacity;
  }

  static int ofRoom(String name) {
    return ROOM + name.length();
  }

  /** Acquires bytes if they fit. */
  boolean acquire(long bytes) {
    if (used.get() + bytes > capacity) {
      refusals.incrementAndGet();
      return false;
    }
    used.addAndGet(bytes);
    return true;
  }

  /** Counts what has a bound of its own: users and connections, by the number of sockets. */
  void count(long bytes) {
    used.addAndGet(bytes);
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  void clear() {
    used.set(0);
  }

  long used() {
    return used.get();
  }

  /** The used part, as a fraction. */
  double fill() {
    return (double) used.get() / capacity;
  }

  /** How often bytes did not fit. */
  long refusals() {
    return refusals.get();
  }
}
