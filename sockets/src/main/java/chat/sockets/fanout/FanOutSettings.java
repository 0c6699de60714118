package chat.sockets.fanout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a gateway writes to its connections.
 *
 * @param outboundBytes largest number of bytes that may wait for one connection
 * @param roomsPerSocket largest number of rooms that one connection may join
 * @param restFactor time that a shard rests after a round of writes, as a multiple of the time that
 *     the round took, 20 ms at most (0 or more); more saves processor time and delays events
 * @param maxRest longest such rest
 * @param mailbox largest number of events that may wait for a shard
 * @param pingInterval time after which a silent connection is sent a ping (at least 1ms); 10
 *     seconds after an unanswered one it is closed. Keep it below the idle timeouts of proxies
 * @param pingTimeout time that a client has to answer a ping
 */
@ConfigurationProperties("chat.gateway.broadcast")
public record FanOutSettings(
    DataSize outboundBytes,
    int roomsPerSocket,
    int restFactor,
    Duration maxRest,
    int mailbox,
    Duration pingInterval,
    Duration pingTimeout) {

  /** A reader that falls further behind is closed (4460) and resumes. */
  private static final DataSize OUTBOUND = DataSize.ofMegabytes(1);

  /** Part of the protocol: joining further rooms is forbidden. */
  private static final int ROOMS_PER_SOCKET = 1000;

  private static final Duration MAX_REST = Duration.ofMillis(20);

  /** When it is full, the reader of the log waits for the shard. */
  private static final int MAILBOX = 65_536;

  private static final Duration PING_TIMEOUT = Duration.ofSeconds(10);

  /** Some 8,000 ended sockets or joins for each shard. */
  private static final DataSize ENDED = DataSize.ofMegabytes(3);

  public FanOutSettings {
    if (restFactor < 0) {
      throw new IllegalArgumentException(
          "chat.gateway.broadcast.rest-factor: " + restFactor + " (expected: >= 0)");
    }
    if (pingInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "chat.gateway.broadcast.ping-interval: " + pingInterval + " (expected: >= 1ms)");
    }
  }

  /** Creates settings with the constants of gateways. */
  @ConstructorBinding
  public FanOutSettings(
      @DefaultValue("4") int restFactor, @DefaultValue("25s") Duration pingInterval) {
    this(OUTBOUND, ROOMS_PER_SOCKET, restFactor, MAX_REST, MAILBOX, pingInterval, PING_TIMEOUT);
  }

  /** The bytes in which each shard remembers the sockets that ended. */
  DataSize endedBytes() {
    return ENDED;
  }

  Pace pace() {
    return new Pace(restFactor, maxRest);
  }
}
