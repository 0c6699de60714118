package chat.gateway.account.events;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** A gateway is ready once it knows which sign-ins have ended. */
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
