package chat.gateway.message;

import chat.edge.guard.SettingBounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a gateway accepts messages.
 *
 * @param lookBackTimeout longest search in the log for a message that is sent again ({@code retry})
 * @param maxEdits largest number of edits of one message (1 or more); a further edit is refused as
 *     {@code conflict}
 */
@ConfigurationProperties("chat.gateway.intake")
public record MessageSettings(Duration lookBackTimeout, int maxEdits) {

  /** Then the send is answered with 503, and may be tried again. */
  private static final Duration LOOK_BACK_TIMEOUT = Duration.ofSeconds(2);

  public MessageSettings {
    SettingBounds.atLeast("chat.gateway.intake.max-edits", maxEdits, 1);
  }

  @ConstructorBinding
  MessageSettings(@DefaultValue("1000") int maxEdits) {
    this(LOOK_BACK_TIMEOUT, maxEdits);
  }
}
