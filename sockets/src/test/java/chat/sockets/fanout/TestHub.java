package chat.sockets.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.sockets.budget.ClientMemory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.util.unit.DataSize;

/** Fan-out with threads of its own, for tests of other packages. */
public final class TestHub {

  private static final long ENOUGH = 128 << 20;

  private TestHub() {}

  /**
   * Within which bounds.
   *
   * @param outbound bytes that may wait for one socket
   * @param ping after what silence a client is asked for a sign of life
   * @param pingTimeout how long it has for that
   */
  public record Bounds(DataSize outbound, Duration ping, Duration pingTimeout) {}

  public static Hub started(Bounds bounds) {
    Hub hub =
        new Hub(
            2,
            new FanOutSettings(
                bounds.outbound(),
                1000,
                4,
                Duration.ofMillis(20),
                1000,
                bounds.ping(),
                bounds.pingTimeout()),
            new ClientMemory(ENOUGH),
            InstantSource.system(),
            new SimpleMeterRegistry());
    hub.start();
    return hub;
  }

  /** With bounds that nothing here meets. */
  public static Hub started() {
    return started(
        new Bounds(DataSize.ofMegabytes(1), Duration.ofMinutes(1), Duration.ofMinutes(1)));
  }

  /** A connection whose peer takes everything at once. */
  public static Connection connection(Hub hub) {
    return hub.open(new RecordingOutlet());
  }

  /** Joins a room. */
  public static void join(String room, Connection connection) {
    connection.join(
        "u", room, new TestRooms().subscribe(room), null, joined -> "joined".getBytes(UTF_8));
  }
}
