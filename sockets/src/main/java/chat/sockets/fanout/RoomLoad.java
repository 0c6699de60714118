package chat.sockets.fanout;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The load of a room on a hub.
 *
 * @param sockets the number of sockets that have joined it
 * @param events the number of events that were delivered to them, each counted once for a shard,
 *     since a socket of the shard joined the room
 */
public record RoomLoad(String room, int sockets, long events) {

  /** By sockets, then by events. */
  public static final Comparator<RoomLoad> LARGEST_FIRST =
      Comparator.comparingInt(RoomLoad::sockets)
          .thenComparingLong(RoomLoad::events)
          .reversed()
          .thenComparing(RoomLoad::room);

  /** The largest of the rooms of several shards. */
  static List<RoomLoad> largest(List<List<RoomLoad>> shards, int limit) {
    Map<String, RoomLoad> rooms = new HashMap<>();
    shards.forEach(shard -> shard.forEach(room -> rooms.merge(room.room, room, RoomLoad::and)));
    return rooms.values().stream().sorted(LARGEST_FIRST).limit(limit).toList();
  }

  /** The load of the same room on two shards; each event comes to both. */
  private RoomLoad and(RoomLoad other) {
    return new RoomLoad(room, sockets + other.sockets, Math.max(events, other.events));
  }
}
