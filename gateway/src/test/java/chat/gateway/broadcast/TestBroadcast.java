package chat.gateway.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.epochs.LogEpoch;
import chat.gateway.log.EventSink;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.MemoryLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.util.unit.DataSize;

/** Fan-out with threads of its own, for tests of other packages. */
public final class TestBroadcast {

  private TestBroadcast() {}

  /**
   * Within which bounds.
   *
   * @param outbound bytes that may wait for one socket
   * @param ping after what silence a client is asked for a sign of life
   * @param pingTimeout how long it has for that
   */
  public record Bounds(DataSize outbound, Duration ping, Duration pingTimeout) {}

  public static Broadcast started(Bounds bounds) {
    Broadcast broadcast =
        new Broadcast(
            2,
            new BroadcastSettings(
                bounds.outbound(),
                1000,
                4,
                Duration.ofMillis(20),
                1000,
                bounds.ping(),
                bounds.pingTimeout()),
            InstantSource.system(),
            new FanOutMeter(new SimpleMeterRegistry()));
    broadcast.start();
    return broadcast;
  }

  /** With bounds that nothing here meets. */
  public static Broadcast started() {
    return started(
        new Bounds(DataSize.ofMegabytes(1), Duration.ofMinutes(1), Duration.ofMinutes(1)));
  }

  /** A connection whose peer takes everything at once. */
  public static Connection connection(Broadcast broadcast) {
    return broadcast.open(new RecordingOutlet());
  }

  /** A log in memory whose events go to that fan-out. */
  public static MemoryLog logInto(Broadcast broadcast) {
    return new MemoryLog(new LogEpoch("topic", 1, 1), new Straight(broadcast));
  }

  private record Straight(Broadcast broadcast) implements EventSink {

    @Override
    public void observe(LoggedEvent event) {}

    @Override
    public void deliver(LoggedEvent event) {
      broadcast.deliver(event);
    }

    @Override
    public void flush() {
      broadcast.delivered();
    }

    @Override
    public void reset() {
      broadcast.reset();
    }
  }

  /** Joins a room of such a log. */
  public static void join(MemoryLog log, String room, Connection connection) {
    log.listen(
        room,
        listening ->
            connection.join("u", room, listening, null, joined -> "joined".getBytes(UTF_8)));
  }
}
