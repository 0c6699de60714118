package chat.gateway.presence;

import chat.contract.Presence;
import chat.contract.Status;
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
 * Who is there, of all gateways, and in which rooms. Who is offline is not kept. Those who are in a
 * public room are kept as a list of their own, so that it costs nothing to find them. One thread
 * writes, others may read meanwhile.
 */
final class Roster {

  /**
   * What a change of somebody means in one room.
   *
   * @param presence of the person, now
   * @param status of the person in the room: offline for who is not in it any more
   */
  record RoomChange(String room, Presence presence, Status status) {}

  private static final class People {
    final NavigableMap<String, Presence> byId = new ConcurrentSkipListMap<>();

    /** The map would have to count. */
    volatile int count;

    volatile boolean open;

    People(boolean open) {
      this.open = open;
    }
  }

  private final PublicRooms publicRooms;

  private final NavigableMap<String, Presence> people = new ConcurrentSkipListMap<>();
  private final Map<String, People> rooms = new ConcurrentHashMap<>();

  /** Those who are in a public room, and in how many. */
  private final NavigableMap<String, Presence> seen = new ConcurrentSkipListMap<>();

  private final Map<String, Integer> openRooms = new HashMap<>();
  private volatile int seenCount;

  /**
   * One with no people in it.
   *
   * @param publicRooms follows the rooms in which people are
   */
  Roster(PublicRooms publicRooms) {
    this.publicRooms = publicRooms;
  }

  /**
   * Takes what is said of somebody now.
   *
   * @return what that changes, room by room
   */
  List<RoomChange> put(Presence presence) {
    String id = presence.user().id();
    boolean there = presence.status() != Status.OFFLINE;
    Presence before = there ? people.put(id, presence) : people.remove(id);
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
      Presence present = add(room, id, presence);
      if (present == null || present.status() != presence.status()) {
        changes.add(new RoomChange(room, presence, presence.status()));
      }
    }
    show(id);
    return changes;
  }

  /** All who are there, by id. */
  NavigableMap<String, Presence> people() {
    return people;
  }

  /** Who is in a room, by id. */
  NavigableMap<String, Presence> in(String room) {
    People present = rooms.get(room);
    return present == null ? new TreeMap<>() : present.byId;
  }

  /** How many are in a room. */
  int count(String room) {
    People present = rooms.get(room);
    return present == null ? 0 : present.count;
  }

  /** Those who are in a public room, by id. */
  NavigableMap<String, Presence> seen() {
    return seen;
  }

  /** How many are in a public room. */
  int seenCount() {
    return seenCount;
  }

  /** Whether somebody is in a room that is not public. */
  boolean isHidden(String room) {
    People present = rooms.get(room);
    return present != null && !present.open;
  }

  /** A room is public from now on, or is no more. */
  void open(String room, boolean open) {
    People present = rooms.get(room);
    if (present != null && present.open != open) {
      present.open = open;
      for (String id : present.byId.keySet()) {
        countOpen(id, open ? 1 : -1);
        show(id);
      }
    }
  }

  /** The rooms in which somebody is. */
  Set<String> rooms() {
    return Set.copyOf(rooms.keySet());
  }

  private @Nullable Presence add(String room, String id, Presence presence) {
    People present = rooms.computeIfAbsent(room, name -> new People(publicRooms.follow(name)));
    Presence before = present.byId.put(id, presence);
    if (before == null) {
      count(present, 1);
      countOpen(id, present.open ? 1 : 0);
    }
    return before;
  }

  private void remove(String room, String id) {
    People present = rooms.get(room);
    if (present != null && present.byId.remove(id) != null) {
      count(present, -1);
      countOpen(id, present.open ? -1 : 0);
      if (present.count == 0) {
        rooms.remove(room);
      }
    }
  }

  private void countOpen(String id, int more) {
    if (more != 0) {
      openRooms.merge(id, more, (before, added) -> before + added == 0 ? null : before + added);
    }
  }

  /** Lists somebody as seen, or no more. */
  private void show(String id) {
    Presence presence = people.get(id);
    boolean added = presence != null && openRooms.containsKey(id) && seen.put(id, presence) == null;
    boolean removed = (presence == null || !openRooms.containsKey(id)) && seen.remove(id) != null;
    int change = added ? 1 : removed ? -1 : 0;
    int count = seenCount;
    seenCount = count + change;
  }

  /** Only one thread writes. */
  private static void count(People present, int more) {
    int count = present.count;
    present.count = count + more;
  }
}
