package chat.gateway.socketchat;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a gateway offers Socket.IO clients. Heartbeats and what may wait for a client are those of
 * all sockets.
 *
 * @param connectTimeout how long a client may take to get into the namespace
 * @param upgradeTimeout how long a WebSocket may take to replace polling
 * @param closeTimeout how long a client may take to go, or to fetch what is left for it
 * @param forwardTimeout how long another gateway may take to be reached, whose client it is
 * @param recovery how long after its line broke a client can go on where it was
 * @param recoveryTimeout how long a client that goes on waits for its rooms, in all
 * @param maxPayload the largest body or message from a client
 * @param maxPackets how many packets a body may have: more than a client gathers in a minute of the
 *     most that it may send
 * @param maxAttachments how many pieces of binary data may follow a packet, at most 999
 * @param maxConnects how often a client may try to get into the namespace over one connection: each
 *     time that its token is renewed after the old one was refused, and some
 * @param maxSessions how many clients there may be at once
 * @param maxPerAddress how many of them from one address; many people may share one
 * @param address where other gateways reach this one, as {@code http://10.0.0.7:8080}, for requests
 *     of its clients that a balancer gave them; without it, this machine's own address and port
 */
@ConfigurationProperties("chat.gateway.socketio")
record SocketChatSettings(
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("10s") Duration upgradeTimeout,
    @DefaultValue("5s") Duration closeTimeout,
    @DefaultValue("2s") Duration forwardTimeout,
    @DefaultValue("2m") Duration recovery,
    @DefaultValue("2s") Duration recoveryTimeout,
    @DefaultValue("1000000B") DataSize maxPayload,
    @DefaultValue("50000") int maxPackets,
    @DefaultValue("64") int maxAttachments,
    @DefaultValue("100") int maxConnects,
    @DefaultValue("50000") int maxSessions,
    @DefaultValue("5000") int maxPerAddress,
    @Nullable URI address) {

  private static final int MOST_ATTACHMENTS = 999;

  SocketChatSettings {
    requirePositive("recovery-timeout", recoveryTimeout.toMillis());
    requirePositive("max-connects", maxConnects);
    if (maxAttachments < 0 || maxAttachments > MOST_ATTACHMENTS) {
      throw new IllegalArgumentException(
          "chat.gateway.socketio.max-attachments: " + maxAttachments + " (expected: 0-999)");
    }
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "chat.gateway.socketio." + name + ": " + value + " (expected: > 0)");
    }
  }
}
