package chat.gateway.session.socketio;

import chat.edge.ClockConfiguration;
import chat.edge.guard.Vital;
import chat.gateway.account.issuer.BearerTokens;
import chat.gateway.account.token.Secret;
import chat.gateway.json.JsonBounds;
import chat.gateway.log.DeliveredPositions;
import chat.gateway.log.RoomFeed;
import chat.gateway.peer.GatewayAddress;
import chat.gateway.security.ClientAddresses;
import chat.gateway.session.ClientSessions;
import chat.gateway.session.SocketLimits;
import chat.sockets.budget.ClientMemory;
import chat.sockets.budget.SocketCounts;
import chat.sockets.budget.TokenBucket;
import chat.sockets.engineio.Engine;
import chat.sockets.engineio.EngineServlet;
import chat.sockets.engineio.EngineSettings;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Hub;
import chat.sockets.socketio.SocketIoServer;
import chat.sockets.socketio.SocketIoSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.annotation.Qualifier;
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

  private static final int DEFAULT_PORT = 8080;

  /** Maximum time in which a WebSocket replaces polling. */
  private static final Duration UPGRADE_TIMEOUT = Duration.ofSeconds(10);

  /** Maximum time in which a client closes, or polls its last packets. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** Maximum time to connect to another gateway. */
  private static final Duration FORWARD_TIMEOUT = Duration.ofSeconds(2);

  /** Maximum time in which all rooms of a client that resumes are joined. */
  private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(2);

  /** The largest body or message of a client, in bytes, as clients of Socket.IO expect it. */
  private static final int MAX_PAYLOAD = 1_000_000;

  /** Maximum number of packets in a body: more than a client sends in a minute at its limit. */
  private static final int MAX_PACKETS = 50_000;

  /** Maximum number of binary attachments of a packet. */
  private static final int MAX_ATTACHMENTS = 64;

  /** Maximum number of connects to the namespace: one at each renewal of the token, and some. */
  private static final int MAX_CONNECTS = 100;

  /** Forwarded requests and relayed WebSockets are at most this fraction of the sockets. */
  private static final int FORWARDED_SHARE = 10;

  /** A connection's queue with the bytes that the format adds. */
  private static final int FORMAT_FACTOR = 8;

  @Bean
  ChatNamespace chatNamespace(
      BearerTokens tokens,
      Hub hub,
      ClientSessions sessions,
      RoomKeeper keeper,
      PositionKeeper positionKeeper,
      DeliveredPositions positions,
      RoomFeed feed,
      ApplicationAvailability availability,
      Secret pepper,
      MeterRegistry meters,
      JsonMapper json) {
    return new ChatNamespace(
        tokens,
        pepper.forPurpose("socketio.pass"),
        hub,
        sessions,
        keeper,
        positionKeeper,
        new Recovery(RECOVERY_TIMEOUT, feed::partitions, positions),
        new Recoveries(meters),
        isOpen(feed, availability),
        json);
  }

  @Bean
  RoomKeeper roomKeeper(
      StringRedisTemplate redis, SocketChatSettings settings, DeliveredPositions positions) {
    return new RoomKeeper(redis, settings.recovery(), positions::reached);
  }

  @Bean
  PositionKeeper positionKeeper(
      DeliveredPositions positions,
      RoomKeeper sessions,
      StringRedisTemplate redis,
      Hub hub,
      SocketChatSettings settings) {
    return new PositionKeeper(positions, sessions, redis, hub, settings.recovery());
  }

  @Bean
  GatewayAddress gatewayAddress(SocketChatSettings settings, ServerProperties server) {
    return new GatewayAddress(
        Objects.requireNonNullElseGet(settings.address(), () -> ownAddress(server)));
  }

  @Bean(initMethod = "start", destroyMethod = "stop")
  Engine engine(
      ChatNamespace chat,
      RoomFeed feed,
      ApplicationAvailability availability,
      SocketChatSettings settings,
      ClientSessions sessions,
      SocketLimits limits,
      SocketCounts counts,
      JsonBounds json,
      ClientMemory memory,
      FanOutSettings fanOut,
      Secret pepper,
      GatewayAddress address,
      @Qualifier(ClockConfiguration.STEADY) InstantSource clock) {
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
            Math.max(1, limits.mostSockets(Runtime.getRuntime().maxMemory()) / FORWARDED_SHARE));
    SocketIoSettings sockets =
        new SocketIoSettings(
            SocketLimits.CONNECT_TIMEOUT, MAX_PAYLOAD, MAX_ATTACHMENTS, MAX_CONNECTS);
    SignedSessionIds names =
        new SignedSessionIds(
            pepper.forPurpose("socketio.session"), new SecureRandom(), address.uri());
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
        counts,
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

  /**
   * As for all sockets: closed before the tail is complete and when the gateway is about to stop.
   */
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
