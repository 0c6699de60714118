package chat.gateway.session;

import chat.edge.guard.Vital;
import chat.edge.problem.Problems;
import chat.gateway.account.token.AccessTokens;
import chat.gateway.account.token.SignedIn;
import chat.gateway.json.JsonBounds;
import chat.gateway.limits.LimitSettings;
import chat.gateway.limits.Limits;
import chat.gateway.log.RoomFeed;
import chat.gateway.message.MessageChanges;
import chat.gateway.message.Messages;
import chat.gateway.presence.SessionLog;
import chat.gateway.presence.Watches;
import chat.gateway.room.Joins;
import chat.gateway.room.Reading;
import chat.gateway.room.RoomAccess;
import chat.gateway.security.ClientAddresses;
import chat.gateway.signals.Signals;
import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.UserConnections;
import chat.sockets.websocket.WebSocketOptions;
import chat.sockets.websocket.WebSocketUpgrade;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class SessionConfiguration {

  @Bean
  SessionServices sessionServices(
      JsonBounds json,
      AccessTokens tokens,
      Joins joins,
      Messages messages,
      MessageChanges changes,
      RoomAccess access,
      Reading reading,
      UserConnections connections,
      SocketCounts counts,
      Limits limits,
      Signals signals,
      SessionLog presence,
      Watches watches,
      Hub hub,
      InstantSource clock,
      SocketSettings settings,
      FanOutSettings bounds) {
    return new SessionServices(
        new ClientFrames(json),
        tokens,
        joins,
        messages,
        changes,
        access,
        reading,
        connections,
        counts,
        limits,
        signals,
        presence,
        watches,
        hub.replays(),
        clock,
        settings,
        bounds.pingInterval());
  }

  @Bean
  Vital fanOutThreads(Hub hub) {
    return hub::ended;
  }

  /** Where load is tested there are few users and addresses, as with all limits. */
  @Bean
  SocketCounts socketCounts(SocketLimits limits, UserConnections connections, LimitSettings rates) {
    return new SocketCounts(
        rates.enabled() ? limits : limits.ofWholeGateway(),
        connections,
        Runtime.getRuntime().maxMemory());
  }

  @Bean
  WebSocketConfigurer webSockets(
      Hub hub,
      SessionServices services,
      SocketSettings settings,
      RoomFeed feed,
      ApplicationAvailability availability,
      ClientAddresses addresses,
      ClientMemory memory,
      Problems problems) {
    WebSocketUpgrade upgrade =
        new WebSocketUpgrade(
            (request, user) -> {
              SignedIn signedIn = user instanceof SignedIn present ? present : null;
              String address = HandshakeGuard.address(request, addresses);
              return outlet -> open(hub.open(outlet), services, signedIn, address);
            },
            new WebSocketOptions(
                SocketSettings.MAX_FRAME, settings.compression(), SocketSettings.CONTROL_FRAMES),
            memory,
            services.clock());
    return registry ->
        registry
            .addHandler(new Endpoint(), "/ws")
            .setHandshakeHandler(new DefaultHandshakeHandler(upgrade))
            .addInterceptors(
                new HandshakeGuard(feed, availability, services.counts(), addresses, problems))
            // Foreign origins are refused before they get here, by the filter for all requests.
            .setAllowedOriginPatterns("*");
  }

  private static ClientSession open(
      Connection connection, SessionServices services, @Nullable SignedIn user, String address) {
    Runnable whenConnected = services.counts().opened(address, connection);
    return new ClientSession(connection, services, user, whenConnected, false);
  }
}
