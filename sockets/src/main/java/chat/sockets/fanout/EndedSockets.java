package chat.sockets.fanout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connections and subscriptions of a shard that ended lately. The oldest are forgotten when
 * their bytes exceed the capacity. Used only by the shard's thread.
 */
final class EndedSockets {

  /** The bytes of an entry beside its texts: the two records, their references, an id. */
  private static final int OVERHEAD = 320;

  /** The end of a subscription, or without one that of a connection. */
  private record Ended(ConnectionFacts connection, @Nullable SubscriptionFacts subscription) {

    long at() {
      return subscription == null ? connection.endedAt() : subscription.endedAt();
    }

    long bytes() {
      int room = subscription == null ? 0 : subscription.room().length();
      return (long) OVERHEAD + connection.user().length() + room;
    }
  }

  private final Deque<Ended> entries = new ArrayDeque<>();
  private final FanOutMeter meter;
  private final long capacity;
  private long bytes;
  private long since;

  /**
   * Remembers what ends from a time on.
   *
   * @param capacity in bytes
   * @param since in milliseconds
   */
  EndedSockets(long capacity, long since, FanOutMeter meter) {
    this.capacity = capacity;
    this.since = since;
    this.meter = meter;
  }

  /** Everything that ended after that time is known, in milliseconds. */
  long since() {
    return since;
  }

  void add(ConnectionFacts connection) {
    add(new Ended(connection, null));
  }

  void add(SubscriptionFacts subscription) {
    add(new Ended(subscription.connection(), subscription));
  }

  private void add(Ended ended) {
    long before = bytes;
    entries.addLast(ended);
    bytes += ended.bytes();
    while (bytes > capacity) {
      Ended oldest = entries.removeFirst();
      bytes -= oldest.bytes();
      since = Math.max(since, oldest.at());
      meter.forgot();
    }
    meter.remembers(bytes - before);
  }

  Stream<SubscriptionFacts> subscriptions() {
    return entries.stream().flatMap(ended -> Stream.ofNullable(ended.subscription()));
  }

  Stream<ConnectionFacts> connections() {
    return entries.stream().filter(ended -> ended.subscription() == null).map(Ended::connection);
  }
}
