package chat.gateway.message;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a gateway takes messages.
 *
 * @param lookBackTimeout longest look whether a message sent with {@code retry} is in the log
 *     already
 * @param maxEdits how often a message can be edited; an edit beyond that is refused
 */
@ConfigurationProperties("chat.gateway.message")
record MessageSettings(
    @DefaultValue("2s") Duration lookBackTimeout, @DefaultValue("1000") int maxEdits) {

  MessageSettings {
    if (maxEdits < 1) {
      throw new IllegalArgumentException("maxEdits: " + maxEdits + " (expected: > 0)");
    }
  }
}
