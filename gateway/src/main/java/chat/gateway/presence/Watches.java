package chat.gateway.presence;

import chat.contract.Presence;
import chat.sockets.fanout.Broadcast;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells those who watch rooms who is there: first how things stand, then what changes; in a room of
 * many only how many they are, and not often. Watches come from any thread, all else is done by
 * one.
 */
public final class Watches {

  private final Broadcast broadcast;
  private final int listed;
  private final long countMillis;
  private final Asked unanswered = new Asked();
  private final Asked behind = new Asked();

  /** Rooms of so many that they are only counted. */
  private final Set<String> counted = new HashSet<>();

  private final Set<String> recount = new HashSet<>();
  private long nextCountAt;

  Watches(Broadcast broadcast, PresenceSettings settings) {
    this.broadcast = broadcast;
    this.listed = settings.listed();
    this.countMillis = settings.countInterval().toMillis();
  }

  /** A connection that has joined a room wants to know who is there. */
  public void add(Connection connection, String room) {
    connection.watch(room, () -> behind.add(connection, room));
    unanswered.add(connection, room);
  }

  /** Something changed. */
  void changed(Roster roster, List<Roster.RoomChange> changes) {
    for (Roster.RoomChange change : changes) {
      String room = change.room();
      if (roster.count(room) > listed || counted.contains(room)) {
        counted.add(room);
        recount.add(room);
      } else {
        broadcast.deliverWatched(room, PresenceFrames.change(change));
      }
    }
  }

  /** All may have changed. */
  void replaced(Roster before, Roster now) {
    Set<String> rooms = new HashSet<>(before.rooms());
    rooms.addAll(now.rooms());
    counted.addAll(rooms);
    recount.addAll(rooms);
  }

  /** Answers who asked, and tells the counts whose time has come. */
  void rest(Roster roster, long now) {
    Map<String, Frame> states = new HashMap<>();
    answer(unanswered, roster, states);
    if (now >= nextCountAt) {
      nextCountAt = now + countMillis;
      answer(behind, roster, states);
      recount.forEach(room -> tellCount(room, roster));
      recount.clear();
    }
  }

  private void answer(Asked asked, Roster roster, Map<String, Frame> states) {
    asked.takeAll(
        (connection, room) ->
            connection.sendStanding(
                room, states.computeIfAbsent(room, name -> state(name, roster))));
  }

  private void tellCount(String room, Roster roster) {
    int count = roster.count(room);
    if (count > listed) {
      broadcast.deliverWatched(room, PresenceFrames.count(room, count));
    } else {
      counted.remove(room);
      broadcast.deliverWatched(room, state(room, roster));
    }
  }

  private Frame state(String room, Roster roster) {
    int count = roster.count(room);
    Collection<Presence> people = roster.in(room).values();
    return PresenceFrames.state(room, count, count > listed ? List.of() : people);
  }
}
