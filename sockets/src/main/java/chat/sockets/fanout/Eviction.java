package chat.sockets.fanout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Bounds the bytes queued for all sockets of a hub: each shard closes the connections with the
 * largest backlogs until its share is freed. Used only by the shard's thread.
 */
final class Eviction {

  private final ShardBytes bytes;
  private final Connections connections;
  private final FanOutMeter meter;

  Eviction(ShardBytes bytes, Connections connections, FanOutMeter meter) {
    this.bytes = bytes;
    this.connections = connections;
    this.meter = meter;
  }

  /**
   * Above the limit: closes the connections with the largest backlogs now, since their backlogs
   * count until they are gone.
   */
  void evictAboveLimit(Consumer<Connection> letGo) {
    long share = shareOf(bytes.all().excess());
    if (share > 0) {
      free(share, connection -> waitingBytes(connection) > 0, letGo);
    }
  }

  /** Above half of the limit: closes some connections, the largest backlog first. */
  void evictAboveHalf(Predicate<Connection> some, Consumer<Connection> cutOff) {
    long share = shareOf(bytes.all().excessOverHalf());
    if (share > 0) {
      free(share, some, cutOff);
    }
  }

  /** The bytes that this shard frees, of the excess of all shards. */
  private long shareOf(long excess) {
    double part = (double) bytes.counted() / Math.max(1, bytes.all().used());
    return excess <= 0 ? 0 : (long) Math.ceil(excess * part);
  }

  private void free(long share, Predicate<Connection> some, Consumer<Connection> freeing) {
    List<Connection> candidates = mostFirst(some);
    long left = share;
    for (int i = 0; i < candidates.size() && left > 0; i++) {
      left -= waitingBytes(candidates.get(i));
      meter.cutOff();
      freeing.accept(candidates.get(i));
    }
    bytes.publish();
  }

  private List<Connection> mostFirst(Predicate<Connection> some) {
    List<Connection> found = new ArrayList<>();
    for (int i = 0; i < connections.size(); i++) {
      if (some.test(connections.get(i))) {
        found.add(connections.get(i));
      }
    }
    found.sort(Comparator.comparingLong(Eviction::waitingBytes).reversed());
    return found;
  }

  private static long waitingBytes(Connection connection) {
    return connection.outbox().waitingBytes();
  }
}
