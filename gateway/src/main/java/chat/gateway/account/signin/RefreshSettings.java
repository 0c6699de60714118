package chat.gateway.account.signin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a sign-in lasts.
 *
 * @param lifetime how long after its last use
 * @param grace how long a refresh token that was used already gets the same answer again, for two
 *     tabs at once and for lost answers; later it counts as stolen
 */
@ConfigurationProperties("chat.account.refresh")
record RefreshSettings(
    @DefaultValue("30d") Duration lifetime, @DefaultValue("10s") Duration grace) {

  RefreshSettings {
    if (lifetime.compareTo(grace) <= 0) {
      throw new IllegalArgumentException(
          "chat.account.refresh.lifetime: " + lifetime + " (expected: > grace " + grace + ")");
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException(
          "chat.account.refresh.grace: " + grace + " (expected: >= 0)");
    }
  }
}
