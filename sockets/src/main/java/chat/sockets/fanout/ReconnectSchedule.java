package chat.sockets.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Moves all connections of a gateway that stops to others: tells each a time to reconnect, spread
 * evenly over a period, and closes the connections that are still open after their time. Handshakes
 * that were accepted just before open connections later; they are told when they are looked for.
 */
public final class ReconnectSchedule {

  /**
   * A connection and its time.
   *
   * @param afterMillis since the begin
   */
  private record Told(Connection connection, long afterMillis) {}

  private final FanOutMeter meter;
  private final long millis;
  private final int expected;
  private final AtomicInteger count = new AtomicInteger();
  private final List<Shard> shards;
  private final Set<Connection> known = ConcurrentHashMap.newKeySet();

  /** Filled by the shards; at most one entry a connection. */
  private final Queue<Told> told =
      new PriorityBlockingQueue<>(16, Comparator.comparingLong(Told::afterMillis));

  ReconnectSchedule(FanOutMeter meter, Duration time, List<Shard> shards) {
    this.meter = meter;
    this.shards = List.copyOf(shards);
    this.millis = time.toMillis();
    this.expected = Math.max(1, meter.open());
  }

  /**
   * Tells the connections that were not told yet.
   *
   * @param passed time since the begin
   */
  public void tell(Duration passed) {
    shards.forEach(
        shard ->
            shard.execute(
                () -> shard.forEachConnection(connection -> tell(connection, passed.toMillis()))));
  }

  private void tell(Connection connection, long passed) {
    if (known.add(connection)) {
      long at = Math.min(millis, millis * count.getAndIncrement() / expected);
      connection.enqueue(reconnect(Math.max(0, at - passed)));
      told.add(new Told(connection, Math.max(passed, at)));
    }
  }

  /** Closes the connections whose time has passed. */
  public void closeDue(Duration passed) {
    for (Told next = told.poll(); next != null; next = told.poll()) {
      if (next.afterMillis > passed.toMillis()) {
        told.add(next);
        return;
      }
      next.connection.close(CloseReason.RESTART);
    }
  }

  /** The number of open connections. */
  public int remaining() {
    return meter.open();
  }

  /** Whether no connection is left. */
  public boolean isOver() {
    return remaining() == 0;
  }

  private static Frame reconnect(long afterMillis) {
    String json = "{\"type\":\"reconnect\",\"afterMs\":" + afterMillis + "}";
    return Frame.notice("reconnect", json.getBytes(UTF_8));
  }
}
