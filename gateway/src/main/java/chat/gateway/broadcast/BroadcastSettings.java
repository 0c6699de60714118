package chat.gateway.broadcast;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a gateway writes to its sockets.
 *
 * @param outboundBytes how much may wait for one socket; a reader that falls further behind is cut
 *     off
 * @param mailbox how many events may wait for a shard before the log's reader waits for it
 * @param pingInterval how often a socket is asked for a sign of life
 * @param pingTimeout how long after that a silent socket is closed
 */
@ConfigurationProperties("chat.gateway.broadcast")
public record BroadcastSettings(
    @DefaultValue("1MB") DataSize outboundBytes,
    @DefaultValue("65536") int mailbox,
    @DefaultValue("25s") Duration pingInterval,
    @DefaultValue("10s") Duration pingTimeout) {

  public BroadcastSettings {
    if (outboundBytes.toBytes() < 1) {
      throw new IllegalArgumentException("outboundBytes: " + outboundBytes + " (expected: > 0)");
    }
    if (mailbox < 1) {
      throw new IllegalArgumentException("mailbox: " + mailbox + " (expected: > 0)");
    }
  }
}
