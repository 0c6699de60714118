package chat.gateway.session;

import chat.edge.guard.Vital;
import chat.edge.problem.Problems;
import chat.gateway.account.token.SignedIn;
import chat.gateway.limits.LimitSettings;
import chat.gateway.log.RoomFeed;
import chat.gateway.security.ClientAddresses;
import chat.sockets.budget.ClientMemory;
import chat.sockets.budget.SocketCounts;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.UserConnections;
import chat.sockets.websocket.WebSocketOptions;
import chat.sockets.websocket.WebSocketUpgrade;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.ServletWebSocketHandlerRegistry;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class SessionConfiguration {

  @Bean
  Vital fanOutThreads(Hub hub) {
    return hub::ended;
  }

  /** Without rate limits, as in load tests, only the bounds of the whole gateway count. */
  @Bean
  SocketCounts socketCounts(SocketLimits limits, LimitSettings rates) {
    return bounds(limits, rates).counts(Runtime.getRuntime().maxMemory());
  }

  @Bean
  SocketRefusals socketRefusals(
      SocketCounts counts, UserConnections users, SocketLimits limits, LimitSettings rates) {
    return new SocketRefusals(counts, users, bounds(limits, rates).perUser());
  }

  private static SocketLimits bounds(SocketLimits limits, LimitSettings rates) {
    return rates.enabled() ? limits : limits.ofWholeGateway();
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
            services.steadyClock());
    return registry -> {
      first(registry);
      registry
          .addHandler(new Endpoint(), "/ws")
          .setHandshakeHandler(new DefaultHandshakeHandler(upgrade))
          .addInterceptors(
              new HandshakeGuard(feed, availability, services.refusals(), addresses, problems))
          // The filter for all requests has refused foreign origins before.
          .setAllowedOriginPatterns("*");
    };
  }

  /** A handshake is not compared with the paths of all REST calls before. */
  private static void first(WebSocketHandlerRegistry registry) {
    if (registry instanceof ServletWebSocketHandlerRegistry ordered) {
      ordered.setOrder(Ordered.HIGHEST_PRECEDENCE);
    }
  }

  private static ClientSession open(
      Connection connection, SessionServices services, @Nullable SignedIn user, String address) {
    SocketCounts.Counted counted = services.refusals().open(address);
    connection.whenEnded(counted::end);
    return new ClientSession(connection, services, user, counted::connected, false);
  }
}
