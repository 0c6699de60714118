package chat.writer.log;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Ready when partitions are assigned and none failed at the last attempt. Not part of liveness. */
public final class WriterHealth extends AbstractHealthIndicator {

  private final WriterState state;

  /** The health of a task. */
  public WriterHealth(WriterState state) {
    this.state = state;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    int assigned = state.assigned().size();
    int failing = state.failing().size();
    health.withDetail("partitions", assigned).withDetail("failing", failing);
    if (assigned > 0 && failing == 0) {
      health.up();
    } else {
      health.outOfService();
    }
  }
}
