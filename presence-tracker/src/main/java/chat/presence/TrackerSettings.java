package chat.presence;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How presence is tracked.
 *
 * @param linger how long a closed session still counts, so that nobody sees a reconnect
 * @param settle how long gateways have to tell of their sessions after Redis lost all; longer than
 *     they take to notice
 * @param resend after which time what was published and not read back is published again
 * @param tickInterval how often a tracker sees to what time brings
 * @param tickUsers at how many users of a partition a tick looks at most, for each reason
 * @param restartDelay how long a tracker that lost the log or Redis waits before it begins anew
 */
@ConfigurationProperties("chat.presence")
public record TrackerSettings(
    @DefaultValue("3s") Duration linger,
    @DefaultValue("15s") Duration settle,
    @DefaultValue("5s") Duration resend,
    @DefaultValue("500ms") Duration tickInterval,
    @DefaultValue("500") int tickUsers,
    @DefaultValue("1s") Duration restartDelay) {

  public TrackerSettings {
    if (tickUsers < 1) {
      throw new IllegalArgumentException("tickUsers: " + tickUsers + " (expected: > 0)");
    }
    if (tickInterval.isZero() || tickInterval.isNegative()) {
      throw new IllegalArgumentException("tickInterval: " + tickInterval + " (expected: > 0)");
    }
  }
}
