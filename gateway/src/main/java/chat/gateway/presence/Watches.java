package chat.gateway.presence;

import chat.contract.presence.Presence;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Sends presence to the watchers of rooms: first the whole state, then changes; in a large room
 * only counts, at intervals. Any thread may add watches; one thread calls the other methods.
 */
public final class Watches {

  /** Time after which a subscription that was asked for is surely there. */
  private static final long FRESH_MILLIS = 60_000;

  private final Hub hub;
  private final int listed;
  private final long countMillis;
  private final PendingStates unanswered = new PendingStates();
  private final PendingStates behind = new PendingStates();

  /** Rooms of which counts are sent, until a count finds them small enough for changes. */
  private final Set<String> counted = new HashSet<>();

  private final Set<String> recount = new HashSet<>();
  private long nextCountAt;

  /**
   * Rooms that were watched lately. A connection's subscription is made later, by its shard, and
   * the changes after the first state must reach it.
   */
  private volatile Set<String> fresh = ConcurrentHashMap.newKeySet();

  private volatile Set<String> lessFresh = Set.of();
  private long freshUntil;

  public Watches(Hub hub, PresenceSettings settings) {
    this.hub = hub;
    this.listed = settings.listed();
    this.countMillis = settings.countInterval().toMillis();
  }

  /** Adds a connection that has joined a room with {@code presence}. */
  public void add(Connection connection, String room) {
    fresh.add(room);
    connection.watch(room, () -> behind.add(connection, room));
    unanswered.add(connection, room);
  }

  /** Sends changes. */
  void changed(Roster roster, List<Roster.RoomChange> changes) {
    for (Roster.RoomChange change : changes) {
      String room = change.room();
      if (roster.count(room) > listed || counted.contains(room)) {
        counted.add(room);
        recount.add(room);
      } else {
        tell(room, () -> PresenceFrames.change(change));
      }
    }
  }

  /** Marks all watched rooms for a new state or count, because anything may have changed. */
  void replaced(Roster before, Roster now) {
    Set<String> rooms = new HashSet<>(before.rooms());
    rooms.addAll(now.rooms());
    rooms.removeIf(room -> !isWatched(room));
    counted.addAll(rooms);
    recount.addAll(rooms);
  }

  /** Forgets rooms whose subscriptions are there by now. */
  void age(long now) {
    if (now >= freshUntil) {
      freshUntil = now + FRESH_MILLIS;
      lessFresh = fresh;
      fresh = ConcurrentHashMap.newKeySet();
    }
  }

  /** Answers new watchers, and sends the counts that are due. */
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

  private void answer(PendingStates asked, Roster roster, Map<String, Frame> states) {
    asked.drain(
        (connection, room) ->
            connection.sendSnapshot(
                room, states.computeIfAbsent(room, name -> state(name, roster))));
  }

  private void tellCount(String room, Roster roster) {
    int count = roster.count(room);
    if (count > listed) {
      tell(room, () -> PresenceFrames.count(room, count));
    } else {
      counted.remove(room);
      tell(room, () -> state(room, roster));
    }
  }

  /**
   * Sends a frame to the watchers of a room. Most rooms have none here; those who begin to watch
   * later get a state that has the change in it.
   */
  private void tell(String room, Supplier<Frame> frame) {
    if (isWatched(room)) {
      hub.deliverWatched(room, frame.get());
    }
  }

  private boolean isWatched(String room) {
    return hub.isJoined(room) || fresh.contains(room) || lessFresh.contains(room);
  }

  private Frame state(String room, Roster roster) {
    int count = roster.count(room);
    Collection<Presence> people = roster.in(room).values();
    return PresenceFrames.state(room, count, count > listed ? List.of() : people);
  }
}
