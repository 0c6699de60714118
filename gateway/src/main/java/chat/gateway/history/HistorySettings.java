package chat.gateway.history;

import chat.edge.guard.SettingBounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a gateway reads the history of a room.
 *
 * @param timeout longest wait of a request for the tables, and for this gateway to read what other
 *     gateways acknowledged (at least 1ms); then the answer is 503
 * @param maxMissed largest number of missed events that are sent to a client that joins or resumes
 *     (1 or more); a client that missed more gets {@code recovered: false} and reads pages
 */
@ConfigurationProperties("chat.gateway.history")
public record HistorySettings(
    @DefaultValue("3s") Duration timeout, @DefaultValue("1000") int maxMissed) {

  public HistorySettings {
    SettingBounds.atLeast("chat.gateway.history.timeout", timeout, Duration.ofMillis(1));
    SettingBounds.atLeast("chat.gateway.history.max-missed", maxMissed, 1);
  }
}
