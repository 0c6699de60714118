package chat.gateway.topic;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Ready is a gateway that has begun to read what others say of the moment: before, it would miss
 * what is said to its first clients. That a topic is away later doesn't end it.
 */
@Component("topics")
final class TopicHealth implements HealthIndicator {

  private final List<TopicReader> readers;

  TopicHealth(List<TopicReader> readers) {
    this.readers = List.copyOf(readers);
  }

  @Override
  public Health health() {
    boolean begun = readers.stream().allMatch(TopicReader::hasBegun);
    return (begun ? Health.up() : Health.outOfService()).build();
  }
}
