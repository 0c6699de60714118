package chat.gateway.log;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Ready is a gateway whose tail is complete, as far as the log can be read. That the log is down
 * later doesn't end it.
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
