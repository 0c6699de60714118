package chat.gateway.presence;

import chat.contract.presence.Presence;
import chat.contract.presence.Status;
import chat.gateway.room.PublicRooms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The online users of all gateways and their rooms. Offline users are not kept. Users in a public
 * room are also kept as a list of their own, so that listing them is cheap. One thread writes while
 * others read.
 */
final class Roster {

  /**
   * The change of a user's presence in one room.
   *
   * @param presence the user's presence now
   * @param status the user's status in the room: offline if they are not in it any more
   */
  record RoomChange(String room, Presence presence, Status status) {}

  private static final class OnlineUsers {
    /** Shared by all users in the room, as each record has a copy of its own. */
    final String room;

    final NavigableMap<String, Presence> byId = new ConcurrentSkipListMap<>();

    /** The size, because counting the map is slow. */
    volatile int count;

    volatile boolean open;

    OnlineUsers(String room, boolean open) {
      this.room = room;
      this.open = open;
    }
  }

  /** Heap of a user without the texts, of a user in one room, and of a room; measured. */
  private static final int USER_BYTES = 470;

  private static final int STAY_BYTES = 60;
  private static final int ROOM_BYTES = 500;

  private final PublicRooms publicRooms;

  private final NavigableMap<String, Presence> people = new ConcurrentSkipListMap<>();
  private final Map<String, OnlineUsers> rooms = new ConcurrentHashMap<>();

  /** The users in any public room, by id. */
  private final NavigableMap<String, Presence> seen = new ConcurrentSkipListMap<>();

  /** For each user in a public room, the number of such rooms. */
  private final Map<String, Integer> openRooms = new HashMap<>();

  private volatile int seenCount;
  private volatile int size;
  private volatile long bytes;

  /**
   * An empty roster.
   *
   * @param publicRooms tracks which of the rooms with online users are public
   */
  Roster(PublicRooms publicRooms) {
    this.publicRooms = publicRooms;
  }

  /**
   * Sets the presence of a user.
   *
   * @return the changes, room by room
   */
  List<RoomChange> put(Presence told) {
    Presence presence = withSharedNames(told);
    String id = presence.user().id();
    boolean there = presence.status() != Status.OFFLINE;
    Presence before = there ? people.put(id, presence) : people.remove(id);
    int change = (there ? 1 : 0) - (before == null ? 0 : 1);
    int sizeBefore = size;
    size = sizeBefore + change;
    count((there ? bytes(presence) : 0) - (before == null ? 0 : bytes(before)));
    List<RoomChange> changes = new ArrayList<>();
    Set<String> now = there ? new LinkedHashSet<>(presence.rooms()) : Set.of();
    if (before != null) {
      for (String room : before.rooms()) {
        if (!now.contains(room)) {
          remove(room, id);
          changes.add(new RoomChange(room, presence, Status.OFFLINE));
        }
      }
    }
    for (String room : now) {
      Presence current = add(room, id, presence);
      if (current == null || current.status() != presence.status()) {
        changes.add(new RoomChange(room, presence, presence.status()));
      }
    }
    show(id);
    return changes;
  }

  /** All online users, by id. */
  NavigableMap<String, Presence> people() {
    return people;
  }

  /** The number of online users. */
  int size() {
    return size;
  }

  /** The heap that all this takes, estimated. */
  long bytes() {
    return bytes;
  }

  /** The users in a room, by id. */
  NavigableMap<String, Presence> in(String room) {
    OnlineUsers current = rooms.get(room);
    return current == null ? new TreeMap<>() : current.byId;
  }

  /** Number of users in a room. */
  int count(String room) {
    OnlineUsers current = rooms.get(room);
    return current == null ? 0 : current.count;
  }

  /** The users in any public room, by id. */
  NavigableMap<String, Presence> seen() {
    return seen;
  }

  /** Number of users in any public room. */
  int seenCount() {
    return seenCount;
  }

  /** Whether a room has online users and is not public. */
  boolean isHidden(String room) {
    OnlineUsers current = rooms.get(room);
    return current != null && !current.open;
  }

  /** Sets whether a room is public. */
  void open(String room, boolean open) {
    OnlineUsers current = rooms.get(room);
    if (current != null && current.open != open) {
      current.open = open;
      for (String id : current.byId.keySet()) {
        countOpen(id, open ? 1 : -1);
        show(id);
      }
    }
  }

  /** The rooms with online users. */
  Set<String> rooms() {
    return Set.copyOf(rooms.keySet());
  }

  private @Nullable Presence add(String room, String id, Presence presence) {
    OnlineUsers current = rooms.computeIfAbsent(room, name -> begun(name));
    Presence before = current.byId.put(id, presence);
    if (before == null) {
      count(current, 1);
      countOpen(id, current.open ? 1 : 0);
    }
    return before;
  }

  private OnlineUsers begun(String room) {
    count(ROOM_BYTES + room.length());
    return new OnlineUsers(room, publicRooms.follow(room));
  }

  private Presence withSharedNames(Presence told) {
    return new Presence(
        told.user(),
        told.status(),
        told.since(),
        told.at(),
        told.rooms().stream().map(this::shared).toList());
  }

  private String shared(String room) {
    OnlineUsers current = rooms.get(room);
    return current == null ? room : current.room;
  }

  private static long bytes(Presence presence) {
    return USER_BYTES
        + presence.user().id().length()
        + presence.user().username().length()
        + (long) STAY_BYTES * presence.rooms().size();
  }

  /** Called by the writing thread only. */
  private void count(long more) {
    long count = bytes;
    bytes = count + more;
  }

  private void remove(String room, String id) {
    OnlineUsers current = rooms.get(room);
    if (current != null && current.byId.remove(id) != null) {
      count(current, -1);
      countOpen(id, current.open ? -1 : 0);
      if (current.count == 0) {
        rooms.remove(room);
        count(-ROOM_BYTES - room.length());
      }
    }
  }

  private void countOpen(String id, int more) {
    if (more != 0) {
      openRooms.merge(id, more, (before, added) -> before + added == 0 ? null : before + added);
    }
  }

  /** Adds a user to the list of users in public rooms, or removes them. */
  private void show(String id) {
    Presence presence = people.get(id);
    boolean added = presence != null && openRooms.containsKey(id) && seen.put(id, presence) == null;
    boolean removed = (presence == null || !openRooms.containsKey(id)) && seen.remove(id) != null;
    int change = added ? 1 : removed ? -1 : 0;
    int count = seenCount;
    seenCount = count + change;
  }

  /** Called by the writing thread only. */
  private static void count(OnlineUsers current, int more) {
    int count = current.count;
    current.count = count + more;
  }
}
