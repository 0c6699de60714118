package chat.sockets.fanout;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The rooms of one shard's subscriptions, and what is known of those that ended. Used only by the
 * shard's thread, but for {@link #has}.
 */
final class ShardRooms {

  private final Map<String, Subscriptions> rooms = new ConcurrentHashMap<>();
  private final EndedSockets ended;

  ShardRooms(EndedSockets ended) {
    this.ended = ended;
  }

  /** Whether a room has a subscription. For any thread. */
  boolean has(String room) {
    return rooms.containsKey(room);
  }

  Subscriptions of(String room) {
    return rooms.getOrDefault(room, Subscriptions.NONE);
  }

  void add(Subscription subscription) {
    rooms.computeIfAbsent(subscription.room(), room -> new Subscriptions()).add(subscription);
  }

  void remove(Subscription subscription) {
    Subscriptions subscriptions = rooms.get(subscription.room());
    if (subscriptions != null) {
      subscriptions.remove(subscription);
      if (subscriptions.isEmpty()) {
        rooms.remove(subscription.room());
      }
    }
  }

  /** Remembers a subscription that ends now. */
  void ends(Subscription subscription, ConnectionFacts of, long now, String end) {
    ended.add(facts(subscription, of, now, end));
  }

  /** Remembers a connection that ends now, unless it was never authenticated. */
  void ends(ConnectionFacts connection) {
    if (!connection.user().isEmpty()) {
      ended.add(connection);
    }
  }

  private SubscriptionFacts facts(
      Subscription of, ConnectionFacts connection, long at, String end) {
    return of.facts(connection, of(of.room()).lastSeq(), at, end);
  }

  /**
   * What is known of the delivery of an event.
   *
   * @param user the id of the user whose sockets are named; empty for none
   */
  DeliveryFacts deliveries(String room, long seq, String user, Connections open) {
    Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    List<SubscriptionFacts> named =
        Stream.concat(ended.subscriptions().filter(each -> each.room().equals(room)), live(room))
            .peek(each -> fates.merge(each.of(seq), 1, Integer::sum))
            .filter(each -> each.user().equals(user))
            .sorted(Comparator.comparingLong(SubscriptionFacts::joinedAt).reversed())
            .limit(DeliveryFacts.NAMED)
            .toList();
    return new DeliveryFacts(ended.since(), fates, named, connections(user, open));
  }

  private Stream<SubscriptionFacts> live(String room) {
    return of(room).stream().map(each -> facts(each, each.connection().facts(), 0, ""));
  }

  /** The newest connections of a user, open and ended. */
  List<ConnectionFacts> connections(String user, Connections open) {
    return user.isEmpty()
        ? List.of()
        : Stream.concat(
                ended.connections(),
                open.stream()
                    .filter(each -> each.life().owner().equals(user))
                    .map(Connection::facts))
            .filter(each -> each.user().equals(user))
            .sorted(Comparator.comparingLong(ConnectionFacts::openedAt).reversed())
            .limit(DeliveryFacts.NAMED)
            .toList();
  }

  /** The rooms with most sockets. */
  List<RoomLoad> loads(int limit) {
    return rooms.entrySet().stream()
        .map(room -> new RoomLoad(room.getKey(), room.getValue().size(), room.getValue().events()))
        .sorted(RoomLoad.LARGEST_FIRST)
        .limit(limit)
        .toList();
  }
}
