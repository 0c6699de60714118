package chat.gateway.log;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * A gateway is ready once its tail is complete, as far as the log can be read. It stays ready if
 * the log is down later.
 */
@Component("feed")
final class FeedHealth implements HealthIndicator {

  private final RoomFeed feed;

  FeedHealth(RoomFeed feed) {
    this.feed = feed;
  }

  @Override
  public Health health() {
    return (feed.isReady() ? Health.up() : Health.outOfService())
        .withDetail("partitions", feed.partitions())
        .withDetail("leaderless", feed.leaderless())
        .withDetail("missing", feed.missing())
        .build();
  }
}
