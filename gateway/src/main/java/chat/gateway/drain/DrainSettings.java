package chat.gateway.drain;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a gateway takes leave when it is told to stop.
 *
 * @param time over which its sockets are told to go elsewhere, evenly, so that the other gateways
 *     are not all asked at once
 * @param waves in how many steps those that did not go are closed
 * @param patience how long it then waits for what still goes on: sockets that are being closed,
 *     then requests
 */
@ConfigurationProperties("chat.gateway.drain")
record DrainSettings(
    @DefaultValue("10s") Duration time,
    @DefaultValue("10") int waves,
    @DefaultValue("5s") Duration patience) {

  DrainSettings {
    if (time.isNegative() || patience.isNegative()) {
      throw new IllegalArgumentException(
          "time, patience: " + time + ", " + patience + " (expected: >= 0)");
    }
    if (waves < 1) {
      throw new IllegalArgumentException("waves: " + waves + " (expected: > 0)");
    }
  }

  Duration wave() {
    return time.dividedBy(waves);
  }
}
