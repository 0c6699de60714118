package chat.gateway.inbox;

import chat.contract.log.Seq;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The inboxes of the users with connections at this gateway, and by room the entries in them. One
 * thread changes it; others only ask whether a user or a room is in it.
 */
final class InboxIndex {

  /** Rooms of one user that are told of live. */
  static final int MAX_ROOMS = 1_000;

  /** Rooms whose last event is not known are on no page yet; new ones are about to be told. */
  private static final Comparator<InboxEntry> LEAST_ACTIVE =
      Comparator.<InboxEntry, Boolean>comparing(entry -> entry.isNew)
          .thenComparingLong(entry -> entry.room.lastSeq);

  private final ToLongFunction<String> ends;
  private final int maxEntries;
  private final Map<String, UserInbox> users = new ConcurrentHashMap<>();
  private final Map<String, WatchedRoom> rooms = new ConcurrentHashMap<>();
  private final AtomicInteger entries = new AtomicInteger();

  /**
   * An empty index.
   *
   * @param ends the position up to which this gateway has read a room's partition; {@link Seq#NONE}
   *     if it can't read it
   * @param maxEntries maximum number of rooms, over all users
   */
  InboxIndex(ToLongFunction<String> ends, int maxEntries) {
    this.ends = ends;
    this.maxEntries = maxEntries;
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
    return users.computeIfAbsent(user, UserInbox::new);
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
   * Has a user's most recently active rooms in the index, and no others beyond the bound.
   *
   * @param names the user's rooms, most recently active first
   * @return whether these are all
   */
  boolean put(UserInbox inbox, List<String> names) {
    Set<String> latest = new HashSet<>();
    for (String name : names) {
      boolean fits = inbox.entries.containsKey(name) || entries.get() < maxEntries;
      if (latest.size() == MAX_ROOMS || !fits) {
        break;
      }
      latest.add(name);
      add(inbox, name);
    }
    Iterator<InboxEntry> earlier = List.copyOf(inbox.entries.values()).iterator();
    while (inbox.entries.size() > MAX_ROOMS && earlier.hasNext()) {
      InboxEntry entry = earlier.next();
      if (!latest.contains(entry.room.name)) {
        remove(entry);
      }
    }
    return latest.size() == names.size();
  }

  /** Adds a room that became active; the user's least recently active one goes if need be. */
  @Nullable InboxEntry addLatest(UserInbox inbox, String name) {
    InboxEntry known = inbox.entries.get(name);
    if (known != null) {
      return known;
    }
    if (inbox.entries.size() >= MAX_ROOMS) {
      inbox.entries.values().stream().min(LEAST_ACTIVE).ifPresent(this::remove);
    }
    return entries.get() < maxEntries ? add(inbox, name) : null;
  }

  private InboxEntry add(UserInbox inbox, String name) {
    InboxEntry known = inbox.entries.get(name);
    if (known != null) {
      return known;
    }
    WatchedRoom room = rooms.get(name);
    if (room == null) {
      room = new WatchedRoom(name);
      // From here on its events come to this thread; those up to the end then are looked up.
      rooms.put(name, room);
      room.countFrom(ends.applyAsLong(name));
    }
    InboxEntry entry = new InboxEntry(inbox, room);
    room.add(entry);
    inbox.entries.put(name, entry);
    entries.incrementAndGet();
    return entry;
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
    entry.inbox.entries.remove(entry.room.name);
    entry.room.remove(entry);
    entries.decrementAndGet();
    if (entry.room.entries.isEmpty()) {
      rooms.remove(entry.room.name, entry.room);
    }
  }

  void remove(UserInbox inbox) {
    List.copyOf(inbox.entries.values()).forEach(this::remove);
    users.remove(inbox.user, inbox);
  }

  void clear() {
    users.clear();
    rooms.clear();
    entries.set(0);
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
