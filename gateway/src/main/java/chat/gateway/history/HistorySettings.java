package chat.gateway.history;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a gateway answers what happened in a room.
 *
 * @param timeout longest wait for each thing that an answer needs: that this gateway has read what
 *     others acknowledged, the tables
 * @param maxMissed how many missed events a joining socket is sent; who missed more pages
 */
@ConfigurationProperties("chat.gateway.history")
public record HistorySettings(
    @DefaultValue("3s") Duration timeout, @DefaultValue("1000") int maxMissed) {

  public HistorySettings {
    if (maxMissed < 1) {
      throw new IllegalArgumentException("maxMissed: " + maxMissed + " (expected: > 0)");
    }
  }
}
