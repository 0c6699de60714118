package chat.gateway.signals;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How signals pass.
 *
 * @param typingInterval how far apart what one person's typing tells is at least, over all rooms
 *     and devices
 * @param typingExpiry after so long without a word somebody is no longer taken to be typing
 * @param typists how many people may be typing at a time; of more nothing is told
 * @param timeout what the log has not taken by then is dropped, for it would come too late
 */
@ConfigurationProperties("chat.gateway.signals")
record SignalSettings(
    @DefaultValue("3s") Duration typingInterval,
    @DefaultValue("6s") Duration typingExpiry,
    @DefaultValue("20000") int typists,
    @DefaultValue("2s") Duration timeout) {

  SignalSettings {
    if (typists < 1) {
      throw new IllegalArgumentException("typists: " + typists + " (expected: > 0)");
    }
    if (typingInterval.compareTo(typingExpiry) >= 0) {
      throw new IllegalArgumentException(
          "typingInterval: " + typingInterval + " (expected: < typingExpiry " + typingExpiry + ")");
    }
  }
}
