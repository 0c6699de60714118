package chat.gateway.session.socketio;

import chat.edge.guard.Vital;
import chat.gateway.account.token.AccessTokens;
import chat.gateway.account.token.Secret;
import chat.gateway.json.JsonBounds;
import chat.gateway.log.RoomFeed;
import chat.gateway.security.ClientAddresses;
import chat.gateway.session.ClientSessions;
import chat.gateway.session.SocketLimits;
import chat.sockets.budget.ClientMemory;
import chat.sockets.budget.TokenBucket;
import chat.sockets.engineio.Engine;
import chat.sockets.engineio.EngineServlet;
import chat.sockets.engineio.EngineSettings;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Hub;
import chat.sockets.socketio.SocketIoServer;
import chat.sockets.socketio.SocketIoSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class SocketIoConfiguration {

  /** Of this gateway's own questions to one client, of which there are none yet. */
  private static final int MAX_ACKS = 100;

  private static final int DEFAULT_PORT = 8080;

  /** How long a client may take to connect to the namespace. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** How long a WebSocket may take to replace polling. */
  private static final Duration UPGRADE_TIMEOUT = Duration.ofSeconds(10);

  /** How long a client may take to close, or to fetch what is left for it. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** How long another gateway may take to accept a request of its client. */
  private static final Duration FORWARD_TIMEOUT = Duration.ofSeconds(2);

  /** How long a client that resumes waits for its rooms, in all. */
  private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(2);

  /** The largest body or message of a client, in bytes, as clients of Socket.IO expect it. */
  private static final int MAX_PAYLOAD = 1_000_000;

  /** More packets in a body than a client gathers in a minute at its highest rate. */
  private static final int MAX_PACKETS = 50_000;

  /** How many pieces of binary data may follow a packet. */
  private static final int MAX_ATTACHMENTS = 64;

  /**
   * How often a client may try to connect to the namespace: at each renewal of its token, and some.
   */
  private static final int MAX_CONNECTS = 100;

  /** The queue of a connection, and what the format puts around it. */
  private static final int FORMAT_FACTOR = 8;

  @Bean
  ChatNamespace chatNamespace(
      AccessTokens tokens,
      Hub hub,
      ClientSessions sessions,
      RoomKeeper keeper,
      RoomFeed feed,
      ApplicationAvailability availability,
      Secret pepper,
      InstantSource clock,
      JsonMapper json) {
    return new ChatNamespace(
        tokens,
        pepper.forPurpose("socketio.pass"),
        hub,
        sessions,
        keeper,
        new Recovery(RECOVERY_TIMEOUT, feed::partitions),
        isOpen(feed, availability),
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
      ApplicationAvailability availability,
      SocketChatSettings settings,
      ClientSessions sessions,
      JsonBounds json,
      ClientMemory memory,
      FanOutSettings fanOut,
      Secret pepper,
      ServerProperties server,
      InstantSource clock) {
    SocketLimits limits = sessions.limits();
    int maxSessions = limits.mostSockets(Runtime.getRuntime().maxMemory());
    EngineSettings engine =
        new EngineSettings(
            fanOut.pingInterval(),
            fanOut.pingTimeout(),
            UPGRADE_TIMEOUT,
            CLOSE_TIMEOUT,
            FORWARD_TIMEOUT,
            MAX_PAYLOAD,
            MAX_PACKETS,
            fanOut.outboundBytes().toBytes() * FORMAT_FACTOR,
            now -> new TokenBucket(sessions.controlFrames(), now)::tryAcquire,
            maxSessions,
            Math.min(limits.perAddress(), maxSessions));
    SocketIoSettings sockets =
        new SocketIoSettings(CONNECT_TIMEOUT, MAX_PAYLOAD, MAX_ATTACHMENTS, MAX_ACKS, MAX_CONNECTS);
    SignedSessionIds names =
        new SignedSessionIds(
            pepper.forPurpose("socketio.session"),
            new SecureRandom(),
            Objects.requireNonNullElseGet(settings.address(), () -> ownAddress(server)));
    return new Engine(
        engine,
        names,
        clock,
        isOpen(feed, availability),
        new SocketIoServer(
            Map.of("/", chat),
            json.withStringsOf(MAX_PAYLOAD).mapper(),
            sockets,
            memory.ofKnown(),
            clock),
        memory);
  }

  @Bean
  Vital socketIoSessions(Engine engine) {
    return () -> Vital.ended(engine.thread());
  }

  @Bean
  ServletRegistrationBean<EngineServlet> socketIo(Engine engine, ClientAddresses addresses) {
    ServletRegistrationBean<EngineServlet> servlet =
        new ServletRegistrationBean<>(new EngineServlet(engine, addresses::of), "/socket.io/*");
    servlet.setAsyncSupported(true);
    return servlet;
  }

  /** As for all sockets: not before the tail is complete, nor when the gateway is about to stop. */
  private static BooleanSupplier isOpen(RoomFeed feed, ApplicationAvailability availability) {
    return () ->
        feed.isReady() && availability.getReadinessState() != ReadinessState.REFUSING_TRAFFIC;
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
