package chat.gateway.socket;

import chat.gateway.log.RoomFeed;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Lets no socket in before the tail is complete: it could not be told what it missed. */
final class ReadyToServe implements HandshakeInterceptor {

  private final RoomFeed feed;

  ReadyToServe(RoomFeed feed) {
    this.feed = feed;
  }

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes) {
    boolean ready = feed.isReady();
    if (!ready) {
      response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
      response.getHeaders().set("Retry-After", "1");
    }
    return ready;
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception error) {}
}
