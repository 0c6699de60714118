package chat.gateway.presence;

import chat.sockets.fanout.Connection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Connections that have to be told how things stand in rooms. They may wait for long, while
 * presence is not known: those that ended meanwhile are forgotten, and of one connection there are
 * only so many rooms, of which it joined the last. Threads share it.
 */
final class Asked {

  /** As many as a connection may join, by default. */
  private static final int MOST_ROOMS = 1000;

  private static final int FIRST_LOOK = 1024;

  private Map<Connection, Set<String>> rooms = new HashMap<>();
  private int nextLook = FIRST_LOOK;

  synchronized void add(Connection connection, String room) {
    if (rooms.size() >= nextLook) {
      rooms.keySet().removeIf(Connection::isClosed);
      nextLook = Math.max(FIRST_LOOK, 2 * rooms.size());
    }
    Set<String> asked = rooms.computeIfAbsent(connection, joined -> new LinkedHashSet<>(2));
    if (asked.add(room) && asked.size() > MOST_ROOMS) {
      Iterator<String> eldest = asked.iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** Takes all away, one after the other. */
  void takeAll(BiConsumer<Connection, String> taker) {
    Map<Connection, Set<String>> taken;
    synchronized (this) {
      taken = rooms;
      rooms = new HashMap<>();
      nextLook = FIRST_LOOK;
    }
    taken.forEach((connection, asked) -> asked.forEach(room -> taker.accept(connection, room)));
  }

  /** How many rooms of connections wait. */
  synchronized int size() {
    return rooms.values().stream().mapToInt(Set::size).sum();
  }
}
