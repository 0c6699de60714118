package chat.gateway.account.signin;

import chat.edge.guard.SettingBounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a sign-in lasts.
 *
 * @param lifetime time that a sign-in lasts after its last use (at least 1m); after it the user has
 *     to sign in again. Its row in the tables is kept one day longer
 * @param grace time in which a refresh token that was already used gets the same answer again
 */
@ConfigurationProperties("chat.account.refresh")
record RefreshSettings(Duration lifetime, Duration grace) {

  /** How long the row of a sign-in outlives the sign-in. */
  static final Duration KEPT = Duration.ofDays(1);

  /** For two tabs that refresh at once, and for lost answers; later use counts as theft. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  RefreshSettings {
    SettingBounds.atLeast("chat.account.refresh.lifetime", lifetime, Duration.ofMinutes(1));
  }

  @ConstructorBinding
  RefreshSettings(@DefaultValue("30d") Duration lifetime) {
    this(lifetime, GRACE);
  }

  /** The longest time that the row of a sign-in outlives its last use. */
  Duration rowLifetime() {
    return lifetime.plus(KEPT);
  }
}
