package chat.sockets.fanout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a hub knows of the delivery of one event.
 *
 * @param since everything that ended after that time is known, in milliseconds
 * @param fates the number of subscriptions with each fate
 * @param subscriptions those of the asked user, the newest first
 * @param connections those of the asked user, the newest first
 */
public record DeliveryFacts(
    long since,
    Map<Fate, Integer> fates,
    List<SubscriptionFacts> subscriptions,
    List<ConnectionFacts> connections) {

  /** The most subscriptions and connections of a user that are named. */
  public static final int NAMED = 100;

  public DeliveryFacts {
    fates = Map.copyOf(fates);
    subscriptions = List.copyOf(subscriptions);
    connections = List.copyOf(connections);
  }

  /** Those of all shards together. */
  static DeliveryFacts all(List<DeliveryFacts> shards) {
    Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    List<SubscriptionFacts> subscriptions = new ArrayList<>();
    List<ConnectionFacts> connections = new ArrayList<>();
    long since = 0;
    for (DeliveryFacts shard : shards) {
      since = Math.max(since, shard.since);
      shard.fates.forEach((fate, count) -> fates.merge(fate, count, Integer::sum));
      subscriptions.addAll(shard.subscriptions);
      connections.addAll(shard.connections);
    }
    subscriptions.sort(Comparator.comparingLong(SubscriptionFacts::joinedAt).reversed());
    connections.sort(Comparator.comparingLong(ConnectionFacts::openedAt).reversed());
    return new DeliveryFacts(
        since, fates, subscriptions.stream().limit(NAMED).toList(), newest(connections));
  }

  /** The same with all times later by some milliseconds. */
  DeliveryFacts later(long millis) {
    return new DeliveryFacts(
        since + millis,
        fates,
        subscriptions.stream().map(one -> one.later(millis)).toList(),
        connections.stream().map(one -> one.later(millis)).toList());
  }

  private static List<ConnectionFacts> newest(List<ConnectionFacts> sorted) {
    return sorted.stream().limit(NAMED).toList();
  }
}
