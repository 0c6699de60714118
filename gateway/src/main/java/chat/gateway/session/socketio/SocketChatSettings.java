package chat.gateway.session.socketio;

import chat.edge.guard.SettingBounds;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a gateway offers Socket.IO clients. Heartbeats and queues are those of all connections.
 *
 * @param recovery time after a lost connection in which a Socket.IO client can resume (at least
 *     1s); later it connects as a new one
 * @param address address by which other gateways reach this one, as {@code http://10.0.0.7:8080},
 *     to hand on requests of its polling clients; not set: this machine's own address and port
 */
@ConfigurationProperties("chat.gateway.socketio")
record SocketChatSettings(@DefaultValue("2m") Duration recovery, @Nullable URI address) {

  SocketChatSettings {
    SettingBounds.atLeast("chat.gateway.socketio.recovery", recovery, Duration.ofSeconds(1));
  }
}
