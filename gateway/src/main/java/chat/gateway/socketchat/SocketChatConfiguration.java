package chat.gateway.socketchat;

import chat.gateway.account.AccessTokens;
import chat.gateway.account.Secret;
import chat.gateway.broadcast.Broadcast;
import chat.gateway.broadcast.BroadcastSettings;
import chat.gateway.engineio.Engine;
import chat.gateway.engineio.EngineServlet;
import chat.gateway.engineio.EngineSettings;
import chat.gateway.log.RoomFeed;
import chat.gateway.socket.ClientSessions;
import chat.gateway.socketio.SocketIoServer;
import chat.gateway.socketio.SocketIoSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class SocketChatConfiguration {

  private static final int MAX_ACKS = 100;

  /** Longer than a table takes; a client waits for it before it is told that it is connected. */
  private static final Duration RECOVERY_PATIENCE = Duration.ofSeconds(2);

  private static final int DEFAULT_PORT = 8080;

  /** What fan-out lets wait, with room for what the format puts around it. */
  private static final int FORMAT_FACTOR = 8;

  @Bean
  ChatNamespace chatNamespace(
      AccessTokens tokens,
      Broadcast broadcast,
      ClientSessions sessions,
      RoomKeeper keeper,
      RoomFeed feed,
      Secret pepper,
      InstantSource clock,
      JsonMapper json) {
    return new ChatNamespace(
        tokens,
        pepper.forPurpose("socketio.pass"),
        broadcast,
        sessions,
        keeper,
        new Recovery(RECOVERY_PATIENCE, feed::partitions),
        feed::isReady,
        clock,
        json);
  }

  @Bean(initMethod = "start", destroyMethod = "stop")
  RoomKeeper roomKeeper(StringRedisTemplate redis, SocketChatSettings settings) {
    return new RoomKeeper(redis, settings.recovery());
  }

  @Bean(initMethod = "start", destroyMethod = "stop")
  Engine engine(
      ChatNamespace chat,
      RoomFeed feed,
      SocketChatSettings settings,
      BroadcastSettings broadcast,
      Secret pepper,
      ServerProperties server,
      Environment environment,
      InstantSource clock) {
    boolean limited = environment.getProperty("chat.limits.enabled", Boolean.class, true);
    int maxPayload = Math.toIntExact(settings.maxPayload().toBytes());
    EngineSettings engine =
        new EngineSettings(
            broadcast.pingInterval(),
            broadcast.pingTimeout(),
            settings.upgradeTimeout(),
            maxPayload,
            broadcast.outboundBytes().toBytes() * FORMAT_FACTOR,
            settings.maxSessions(),
            limited ? settings.maxPerAddress() : settings.maxSessions());
    SocketIoSettings sockets =
        new SocketIoSettings(settings.connectTimeout(), maxPayload, MAX_ACKS);
    SignedNames names =
        new SignedNames(
            pepper.forPurpose("socketio.session"),
            new SecureRandom(),
            Objects.requireNonNullElseGet(settings.address(), () -> ownAddress(server)));
    return new Engine(
        engine, names, clock, feed::isReady, new SocketIoServer(Map.of("/", chat), sockets, clock));
  }

  @Bean
  ServletRegistrationBean<EngineServlet> socketIo(Engine engine) {
    ServletRegistrationBean<EngineServlet> servlet =
        new ServletRegistrationBean<>(new EngineServlet(engine), "/socket.io/*");
    servlet.setAsyncSupported(true);
    return servlet;
  }

  private static URI ownAddress(ServerProperties server) {
    try {
      String host = InetAddress.getLocalHost().getHostAddress();
      int port = Objects.requireNonNullElse(server.getPort(), DEFAULT_PORT);
      return URI.create("http://" + host + ":" + port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("chat.gateway.socketio.address: not set, nor to be found", e);
    }
  }
}
