package chat.gateway.socket;

import chat.sockets.budget.Rate;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a gateway takes from WebSocket clients.
 *
 * @param connectTimeout how long a new socket may wait with its {@code connect}
 * @param maxFrame the largest frame, in bytes
 * @param compression whether texts are compressed for clients that want it: less to send, for more
 *     processor time
 * @param signsOfLife how many pings, pongs and empty fragments one socket may send (for Socket.IO:
 *     pings, pongs, and packets that are pongs or noops); one that sends more is closed with 4429
 *     (Socket.IO: 1008)
 * @param inFlight how many sends of one socket may wait for their answer; more are refused
 * @param tokenGrace how long a socket lives on after its token
 */
@ConfigurationProperties("chat.gateway.socket")
record SocketSettings(
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("64KB") DataSize maxFrame,
    @DefaultValue("false") boolean compression,
    @DefaultValue("200/10s") Rate signsOfLife,
    @DefaultValue("1000") int inFlight,
    @DefaultValue("30s") Duration tokenGrace) {

  SocketSettings {
    if (inFlight < 1) {
      throw new IllegalArgumentException("inFlight: " + inFlight + " (expected: > 0)");
    }
  }
}
