package chat.gateway.session;

import chat.sockets.budget.Rate;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a gateway accepts from WebSocket clients.
 *
 * @param compression whether {@code /ws} compresses texts for clients that offer it: fewer bytes
 *     for more processor time
 */
@ConfigurationProperties("chat.gateway.socket")
record SocketSettings(@DefaultValue("false") boolean compression) {

  /** How long a new connection may wait with its {@code connect}. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** The largest frame of a client, in bytes. */
  static final int MAX_FRAME = 64 * 1024;

  /** The largest number of sends of one connection that wait for their answer; more are refused. */
  static final int IN_FLIGHT = 1000;

  /** How long a connection outlives its token. */
  static final Duration TOKEN_GRACE = Duration.ofSeconds(30);

  /** The maximum rate of control frames and empty fragments of one client. */
  static final Rate CONTROL_FRAMES = new Rate(200, Duration.ofSeconds(10));
}
