package chat.sockets.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Moves all connections of a gateway that stops to others: tells each a time to reconnect, spread
 * evenly over a period, and closes the connections that are still open after their time.
 */
public final class ReconnectSchedule {

  private record Told(Connection connection, long afterMillis) {}

  private final FanOutMeter meter;
  private final long millis;
  private final int expected;
  private final AtomicInteger count = new AtomicInteger();

  /** Filled by the shards; at most one entry a connection. */
  private final Queue<Told> told =
      new PriorityBlockingQueue<>(16, Comparator.comparingLong(Told::afterMillis));

  ReconnectSchedule(FanOutMeter meter, Duration time) {
    this.meter = meter;
    this.millis = time.toMillis();
    this.expected = Math.max(1, meter.open());
  }

  void tell(List<Shard> shards) {
    shards.forEach(shard -> shard.execute(() -> shard.forEachConnection(this::tell)));
  }

  private void tell(Connection connection) {
    long after = Math.min(millis, millis * count.getAndIncrement() / expected);
    connection.enqueue(reconnect(after));
    told.add(new Told(connection, after));
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
