package chat.presence.tracking;

import chat.edge.guard.SettingBounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How presence is tracked.
 *
 * @param linger time for which a closed session still counts as present, so that a reconnect is not
 *     seen (0s or more); then the user is shown as gone
 * @param settle time that gateways have to announce their sessions after Redis lost all
 * @param resend time after which a change that was published and not read back is published again
 * @param tickInterval time between two looks at what is due
 * @param tickUsers largest number of users of a partition in one look, for each reason
 * @param restartDelay pause of a tracker that lost the log or Redis
 */
@ConfigurationProperties("chat.presence")
record TrackerSettings(
    Duration linger,
    Duration settle,
    Duration resend,
    Duration tickInterval,
    int tickUsers,
    Duration restartDelay) {

  /** As long as a gateway's lease: longer than gateways take to notice. */
  private static final Duration SETTLE = Duration.ofSeconds(15);

  private static final Duration RESEND = Duration.ofSeconds(5);
  private static final Duration TICK_INTERVAL = Duration.ofMillis(500);

  /** One call of a script, during which Redis answers no other call. */
  private static final int TICK_USERS = 500;

  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

  TrackerSettings {
    SettingBounds.atLeast("chat.presence.linger", linger, Duration.ZERO);
  }

  @ConstructorBinding
  TrackerSettings(@DefaultValue("3s") Duration linger) {
    this(linger, SETTLE, RESEND, TICK_INTERVAL, TICK_USERS, RESTART_DELAY);
  }
}
