package chat.gateway.kafka;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * A gateway is ready once it has begun to read the topics: before, its first clients would miss
 * records. It stays ready if a topic can't be read later.
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
