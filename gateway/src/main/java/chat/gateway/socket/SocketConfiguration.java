package chat.gateway.socket;

import chat.gateway.account.AccessTokens;
import chat.gateway.broadcast.Broadcast;
import chat.gateway.broadcast.BroadcastSettings;
import chat.gateway.broadcast.UserConnections;
import chat.gateway.intake.Intake;
import chat.gateway.intake.MessageChanges;
import chat.gateway.log.RoomFeed;
import chat.gateway.presence.SessionLog;
import chat.gateway.presence.Watches;
import chat.gateway.room.Joins;
import chat.gateway.room.Reading;
import chat.gateway.room.RoomAccess;
import chat.gateway.signals.Signals;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class SocketConfiguration {

  @Bean
  SocketServices socketServices(
      AccessTokens tokens,
      Joins joins,
      Intake intake,
      MessageChanges changes,
      RoomAccess access,
      Reading reading,
      UserConnections connections,
      Signals signals,
      SessionLog presence,
      Watches watches,
      InstantSource clock,
      SocketSettings settings,
      BroadcastSettings broadcast) {
    return new SocketServices(
        tokens,
        joins,
        intake,
        changes,
        access,
        reading,
        connections,
        signals,
        presence,
        watches,
        clock,
        settings,
        broadcast.pingInterval());
  }

  @Bean
  WebSocketConfigurer webSockets(
      Broadcast broadcast, SocketServices services, BroadcastSettings settings, RoomFeed feed) {
    // Silence is noticed by our own pings; Jetty's time-out is for what they don't see.
    Duration silence = settings.pingInterval().plus(settings.pingTimeout()).multipliedBy(2);
    JettyUpgrade upgrade = new JettyUpgrade(broadcast, services, silence);
    return registry ->
        registry
            .addHandler(new Endpoint(), "/ws")
            .setHandshakeHandler(new DefaultHandshakeHandler(upgrade))
            .addInterceptors(new ReadyToServe(feed))
            // Foreign origins are refused before they get here, by the filter for all requests.
            .setAllowedOriginPatterns("*");
  }
}
