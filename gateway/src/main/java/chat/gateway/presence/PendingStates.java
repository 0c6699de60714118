package chat.gateway.presence;

import chat.sockets.fanout.Connection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Connections that wait for a {@code presence_state} of rooms. They may wait long while presence is
 * not known, so closed ones are removed, and only the rooms that a connection joined last are kept.
 * Thread-safe.
 */
final class PendingStates {

  /** The default limit of rooms that a connection may join. */
  private static final int MAX_ROOMS = 1000;

  private static final int FIRST_LOOK = 1024;

  private Map<Connection, Set<String>> rooms = new HashMap<>();
  private int nextLook = FIRST_LOOK;

  synchronized void add(Connection connection, String room) {
    if (rooms.size() >= nextLook) {
      rooms.keySet().removeIf(Connection::isClosed);
      nextLook = Math.max(FIRST_LOOK, 2 * rooms.size());
    }
    Set<String> asked = rooms.computeIfAbsent(connection, joined -> new LinkedHashSet<>(2));
    if (asked.add(room) && asked.size() > MAX_ROOMS) {
      Iterator<String> eldest = asked.iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** Removes all pairs and passes each to {@code taker}. */
  void drain(BiConsumer<Connection, String> taker) {
    Map<Connection, Set<String>> taken;
    synchronized (this) {
      taken = rooms;
      rooms = new HashMap<>();
      nextLook = FIRST_LOOK;
    }
    taken.forEach((connection, asked) -> asked.forEach(room -> taker.accept(connection, room)));
  }

  /** Number of waiting pairs of connection and room. */
  synchronized int size() {
    return rooms.values().stream().mapToInt(Set::size).sum();
  }
}
