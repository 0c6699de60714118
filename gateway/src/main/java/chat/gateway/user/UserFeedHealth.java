package chat.gateway.user;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready is a gateway that knows who may not come in. */
@Component("users")
final class UserFeedHealth implements HealthIndicator {

  private final UserFeed feed;

  UserFeedHealth(UserFeed feed) {
    this.feed = feed;
  }

  @Override
  public Health health() {
    return (feed.isReady() ? Health.up() : Health.outOfService()).build();
  }
}
