package chat.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long clients may take, on every HTTP port.
 *
 * @param firstRequest how long a new connection may take with its first request, and each later one
 *     once it has begun
 * @param keepAlive how long a connection may idle between two requests; longer than balancers keep
 *     theirs (most 60 s), so that none of them sends a request into one that is being closed
 */
@ConfigurationProperties("chat.web")
public record GuardSettings(
    @DefaultValue("10s") Duration firstRequest, @DefaultValue("90s") Duration keepAlive) {

  public GuardSettings {
    if (firstRequest.toMillis() < 1) {
      throw new IllegalArgumentException(
          "chat.web.first-request: " + firstRequest + " (expected: > 0)");
    }
    if (keepAlive.toMillis() < 1) {
      throw new IllegalArgumentException("chat.web.keep-alive: " + keepAlive + " (expected: > 0)");
    }
  }
}
