package chat.gateway.inbox;

import chat.contract.log.Seq;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The inboxes of the users with connections at this gateway, and by room the entries in them. One
 * thread changes it; others only ask whether a user or a room is in it.
 */
final class InboxIndex {

  /** Rooms of one user that are told of live. */
  static final int MAX_ROOMS = InboxMemory.MAX_ROOMS;

  /** Rooms whose last event is not known are on no page yet; new ones are about to be told. */
  private static final Comparator<InboxEntry> LEAST_ACTIVE =
      Comparator.<InboxEntry, Boolean>comparing(entry -> entry.isNew)
          .thenComparingLong(entry -> entry.room.lastSeq);

  private final ToLongFunction<String> ends;
  private final InboxMemory memory;
  private final Map<String, UserInbox> users = new ConcurrentHashMap<>();
  private final Map<String, WatchedRoom> rooms = new ConcurrentHashMap<>();
  private final AtomicInteger entries = new AtomicInteger();

  /**
   * An empty index.
   *
   * @param ends the position up to which this gateway has read a room's partition; {@link Seq#NONE}
   *     if it can't read it
   * @param memory for all of it
   */
  InboxIndex(ToLongFunction<String> ends, InboxMemory memory) {
    this.ends = ends;
    this.memory = memory;
  }

  // For any thread.

  boolean isEmpty() {
    return users.isEmpty();
  }

  boolean hasUser(String user) {
    return users.containsKey(user);
  }

  boolean hasRoom(String room) {
    return rooms.containsKey(room);
  }

  // For the thread of the inboxes.

  @Nullable UserInbox user(String id) {
    return users.get(id);
  }

  UserInbox open(String user) {
    return users.computeIfAbsent(
        user,
        id -> {
          memory.addClients(InboxMemory.USER);
          return new UserInbox(id);
        });
  }

  @Nullable WatchedRoom room(String name) {
    return rooms.get(name);
  }

  Iterable<WatchedRoom> rooms() {
    return rooms.values();
  }

  @Nullable InboxEntry entry(String user, String room) {
    UserInbox inbox = users.get(user);
    return inbox == null ? null : inbox.entries.get(room);
  }

  boolean has(InboxEntry entry) {
    return entry(entry.inbox.user, entry.room.name) == entry;
  }

  int entries() {
    return entries.get();
  }

  /**
   * Has a user's most recently active rooms in the index. Rooms that are in it stay, or make room
   * for a more active one; other users' rooms always stay.
   *
   * @param names the user's rooms, most recently active first
   * @return whether these are all; else there are more than a user may have, or memory is full
   */
  boolean put(UserInbox inbox, List<String> names) {
    boolean isAll = true;
    int last = names.size() - 1;
    for (int i = 0; i < names.size() && i < MAX_ROOMS; i++) {
      if (inbox.entries.get(names.get(i)) != null || grow(inbox, names.get(i))) {
        continue;
      }
      isAll = false;
      while (last > i && inbox.entries.get(names.get(last)) == null) {
        last--;
      }
      InboxEntry other = last > i ? inbox.entries.get(names.get(last)) : null;
      if (other == null || !replace(other, names.get(i))) {
        memory.refused();
        break;
      }
    }
    return isAll && names.size() <= MAX_ROOMS;
  }

  /**
   * Adds a room that became active. The user's least recently active one makes room for it if need
   * be and if that is enough.
   *
   * @return null if there is no memory for it
   */
  @Nullable InboxEntry addLatest(UserInbox inbox, String name) {
    if (inbox.entries.get(name) == null && !grow(inbox, name)) {
      InboxEntry other =
          StreamSupport.stream(inbox.entries.spliterator(), false).min(LEAST_ACTIVE).orElse(null);
      inbox.partial = true;
      if (other == null || !replace(other, name)) {
        memory.refused();
        return null;
      }
    }
    return inbox.entries.get(name);
  }

  /** Adds a room if the user may have one more and there is memory. */
  private boolean grow(UserInbox inbox, String name) {
    boolean fits =
        inbox.entries.size() < memory.roomsOfUser() && memory.fits(bytes(rooms.get(name), name), 0);
    if (fits) {
      add(inbox, name);
    }
    return fits;
  }

  /** Adds a room in the place of another, if there is memory then. */
  private boolean replace(InboxEntry other, String name) {
    int released =
        InboxMemory.ENTRY
            + (other.room.entries.size() == 1 ? InboxMemory.ofRoom(other.room.name) : 0);
    boolean fits = memory.fits(bytes(rooms.get(name), name), released);
    if (fits) {
      remove(other);
      add(other.inbox, name);
    }
    return fits;
  }

  private static int bytes(@Nullable WatchedRoom room, String name) {
    return InboxMemory.ENTRY + (room == null ? InboxMemory.ofRoom(name) : 0);
  }

  private void add(UserInbox inbox, String name) {
    WatchedRoom room = rooms.get(name);
    memory.add(bytes(room, name));
    if (room == null) {
      room = new WatchedRoom(name);
      // From here on its events come to this thread; those up to the end then are looked up.
      rooms.put(name, room);
      room.countFrom(ends.applyAsLong(name));
    }
    InboxEntry entry = new InboxEntry(inbox, room);
    room.add(entry);
    inbox.entries.add(entry);
    entries.incrementAndGet();
  }

  /** Tries to learn a room's position, if it is not known. */
  void locate(WatchedRoom room) {
    if (room.seen == Seq.NONE) {
      room.countFrom(ends.applyAsLong(room.name));
    }
  }

  /** Counts all rooms from where the log is now, as events were missed. */
  void locateAll() {
    for (WatchedRoom room : rooms.values()) {
      room.countFrom(ends.applyAsLong(room.name));
      room.entries.forEach(InboxEntry::forget);
    }
  }

  void remove(InboxEntry entry) {
    entry.inbox.entries.remove(entry);
    entry.room.remove(entry);
    entries.decrementAndGet();
    memory.add(-InboxMemory.ENTRY);
    if (entry.room.entries.isEmpty() && rooms.remove(entry.room.name, entry.room)) {
      memory.add(-InboxMemory.ofRoom(entry.room.name));
    }
  }

  void remove(UserInbox inbox) {
    inbox.entries.copy().forEach(this::remove);
    if (users.remove(inbox.user, inbox)) {
      memory.addClients(-InboxMemory.USER);
    }
  }

  void clear() {
    users.values().forEach(inbox -> inbox.sockets.forEach(InboxSocket::ended));
    users.clear();
    rooms.clear();
    entries.set(0);
    memory.clear();
  }

  /** The positions up to which a page has to show rooms that are in the index. */
  static Map<String, Long> positions(UserInbox inbox, List<String> names) {
    Map<String, Long> positions = new HashMap<>();
    for (String name : names) {
      InboxEntry entry = inbox.entries.get(name);
      if (entry != null && entry.from() != Seq.NONE) {
        positions.put(name, entry.from());
      }
    }
    return positions;
  }
}
