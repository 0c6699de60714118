package chat.bench.peers;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** A simple broadcaster on Spring: a handler that sends to one socket after the other. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableWebSocket
@ImportAutoConfiguration({
  JettyServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class
})
public class SpringPeer {

  /** Serves on a port. */
  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(SpringPeer.class);
    application.setDefaultProperties(
        Map.of(
            "server.port", arguments[0],
            "spring.config.location", "optional:classpath:/none/",
            "spring.main.banner-mode", "off",
            "logging.level.root", "warn"));
    application.run();
    System.out.println("ready");
  }

  @Bean
  WebSocketConfigurer sockets() {
    return registry -> registry.addHandler(new Rooms(), "/").setAllowedOriginPatterns("*");
  }

  private static final class Rooms extends TextWebSocketHandler {
    private final Map<String, Set<WebSocketSession>> rooms = new ConcurrentHashMap<>();

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
      room(session).add(session);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
      room(session).remove(session);
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message)
        throws IOException {
      String text = message.getPayload();
      int blank = text.indexOf(' ');
      TextMessage toAll = new TextMessage(text.substring(blank + 1));
      for (WebSocketSession one : rooms.getOrDefault(text.substring(0, blank), Set.of())) {
        synchronized (one) {
          one.sendMessage(toAll);
        }
      }
    }

    private Set<WebSocketSession> room(WebSocketSession session) {
      URI address = java.util.Objects.requireNonNull(session.getUri());
      String name = address.getQuery().replaceFirst("room=", "");
      return rooms.computeIfAbsent(name, key -> ConcurrentHashMap.newKeySet());
    }
  }
}
