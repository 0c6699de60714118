package chat.gateway.inbox;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of all inboxes of a gateway. The sizes are those of the objects on 64-bit Java.
 * Users and connections, whose number is bounded elsewhere, and frames that are held back are
 * counted apart, so they take no memory from rooms. The thread of the inboxes changes it; others
 * read.
 */
final class InboxMemory {

  /** A room in a user's inbox, with its places in the lists of both. */
  static final int ENTRY = 96;

  /** A room that is in some inbox, with its timer, without its name. */
  private static final int ROOM = 272;

  /** A user with an inbox. */
  static final int USER = 400;

  /** A connection that has an inbox. */
  static final int SOCKET = 160;

  /** Rooms of a user while there is much memory, while more than half is used, and at its end. */
  static final int MAX_ROOMS = 1_000;

  private static final int FEWER_ROOMS = 200;
  private static final int LAST_ROOMS = 50;

  /** The part of the memory for held frames. */
  private static final int HELD_SHARE = 8;

  private final long capacity;
  private final AtomicLong ofRooms = new AtomicLong();
  private final AtomicLong ofClients = new AtomicLong();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();

  /** Memory of this number of bytes, all of it free. */
  InboxMemory(long capacity) {
    this.capacity = capacity;
  }

  static int ofRoom(String name) {
    return ROOM + name.length();
  }

  /**
   * Whether bytes fit, once others were released.
   *
   * @param released the number of the latter
   */
  boolean fits(long bytes, long released) {
    return ofRooms.get() - released + bytes <= capacity;
  }

  /** Changes the bytes of rooms and entries. */
  void add(long bytes) {
    ofRooms.addAndGet(bytes);
  }

  /** Changes the bytes of users and connections. */
  void addClients(long bytes) {
    ofClients.addAndGet(bytes);
  }

  /** Acquires bytes for a frame that is held back, if they fit. */
  boolean hold(long bytes) {
    if (held.get() + bytes > capacity / HELD_SHARE) {
      return false;
    }
    held.addAndGet(bytes);
    return true;
  }

  void releaseHeld(long bytes) {
    held.addAndGet(-bytes);
  }

  /**
   * The number of rooms up to which an inbox may grow: the less memory is left, the fewer, so that
   * users who come late find some.
   */
  int roomsOfUser() {
    long used = ofRooms.get();
    if (used <= capacity / 2) {
      return MAX_ROOMS;
    }
    return used <= capacity - capacity / 8 ? FEWER_ROOMS : LAST_ROOMS;
  }

  /** A room found no memory. */
  void refused() {
    refusals.incrementAndGet();
  }

  void clear() {
    ofRooms.set(0);
    ofClients.set(0);
    held.set(0);
  }

  /** The bytes of all. */
  long used() {
    return ofRooms.get() + ofClients.get() + held.get();
  }

  /** The bytes of rooms and entries. */
  long ofRooms() {
    return ofRooms.get();
  }

  /** The used part of the memory for rooms, as a fraction. */
  double fill() {
    return (double) ofRooms.get() / capacity;
  }

  /** How many rooms found no memory. */
  long refusals() {
    return refusals.get();
  }
}
