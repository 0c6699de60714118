package chat.sockets.fanout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a gateway writes to its sockets.
 *
 * @param outboundBytes how much may wait for one socket; a reader that falls further behind is cut
 *     off
 * @param roomsPerSocket how many rooms one socket may join
 * @param restFactor how many times as long as a round of writes took a shard then rests, so that
 *     more goes into the next; 0 for never
 * @param maxRest the longest such rest
 * @param mailbox how many events may wait for a shard before the log's reader waits for it
 * @param pingInterval how often a socket is asked for a sign of life
 * @param pingTimeout how long after that a silent socket is closed
 */
@ConfigurationProperties("chat.gateway.broadcast")
public record BroadcastSettings(
    @DefaultValue("1MB") DataSize outboundBytes,
    @DefaultValue("1000") int roomsPerSocket,
    @DefaultValue("4") int restFactor,
    @DefaultValue("20ms") Duration maxRest,
    @DefaultValue("65536") int mailbox,
    @DefaultValue("25s") Duration pingInterval,
    @DefaultValue("10s") Duration pingTimeout) {

  public BroadcastSettings {
    atLeast(1, outboundBytes.toBytes(), "outboundBytes");
    atLeast(1, roomsPerSocket, "roomsPerSocket");
    atLeast(0, restFactor, "restFactor");
    atLeast(1, mailbox, "mailbox");
  }

  Pace pace() {
    return new Pace(restFactor, maxRest);
  }

  private static void atLeast(long least, long value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }
}
