package chat.presence.tracking;

import java.time.Duration;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Ready when partitions are assigned and were served just now. Not part of liveness. */
final class TrackerHealth extends AbstractHealthIndicator {

  private static final Duration JUST_NOW = Duration.ofSeconds(5);

  private final TrackerState state;

  TrackerHealth(TrackerState state) {
    this.state = state;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health.withDetail("partitions", state.partitions());
    if (state.worksWithin(JUST_NOW)) {
      health.up();
    } else {
      health.outOfService();
    }
  }
}
