package chat.gateway.drain;

import chat.edge.guard.SettingBounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a gateway drains its connections when it is told to stop.
 *
 * @param time time over which a stopping gateway sends its clients to other gateways, evenly (0s or
 *     more); those that stay are closed with 1012. The gateway ends after this time, a tenth of it
 *     and 10 seconds at the latest, which its orchestrator has to allow
 * @param waves number of steps in which the clients that stay are closed
 * @param timeout time that closing connections have, and then requests under way
 */
@ConfigurationProperties("chat.gateway.drain")
record DrainSettings(Duration time, int waves, Duration timeout) {

  private static final int WAVES = 10;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  DrainSettings {
    SettingBounds.atLeast("chat.gateway.drain.time", time, Duration.ZERO);
  }

  @ConstructorBinding
  DrainSettings(@DefaultValue("10s") Duration time) {
    this(time, WAVES, TIMEOUT);
  }

  Duration wave() {
    return time.dividedBy(waves);
  }
}
