package chat.gateway.log;

import static chat.edge.problem.ProblemCode.UNAVAILABLE;

import chat.edge.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses calls about rooms, messages and users while the feed has no complete tail: their answers
 * could lack acknowledged events. Sockets are refused by their own handshake. Signing in, pages and
 * probes need no feed.
 */
@Component
final class FeedGate implements HandlerInterceptor, WebMvcConfigurer {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final BooleanSupplier isReady;

  @Autowired
  FeedGate(RoomFeed feed) {
    this(feed::isReady);
  }

  FeedGate(BooleanSupplier isReady) {
    this.isReady = isReady;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry
        .addInterceptor(this)
        .addPathPatterns("/api/rooms/**", "/api/messages/**", "/api/users/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!isReady.getAsBoolean()) {
      throw Refusal.until(UNAVAILABLE, "This gateway is not ready yet", SOON);
    }
    return true;
  }
}
