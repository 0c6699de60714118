package chat.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long clients may take, on every HTTP port.
 *
 * @param firstRequest how long a new connection may take with its first request, and each later one
 *     once it has begun
 */
@ConfigurationProperties("chat.web")
public record GuardSettings(@DefaultValue("10s") Duration firstRequest) {

  public GuardSettings {
    if (firstRequest.toMillis() < 1) {
      throw new IllegalArgumentException(
          "chat.web.first-request: " + firstRequest + " (expected: > 0)");
    }
  }
}
