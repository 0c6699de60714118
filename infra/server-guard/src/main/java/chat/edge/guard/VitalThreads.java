package chat.edge.guard;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Whether all threads live that the service can't do its work without. Where one has ended the
 * process would stay there and do nothing. So it is not live from then on, and is started again by
 * what looks after it. Part of liveness and of readiness under the name {@code vitalThreads}; what
 * ended a thread is in the log. Safe for use by several threads.
 */
final class VitalThreads implements HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(VitalThreads.class);

  private final Supplier<Stream<Vital>> parts;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  VitalThreads(Supplier<Stream<Vital>> parts) {
    this.parts = parts;
  }

  @Override
  public Health health() {
    List<String> ended = closing ? List.of() : parts.get().flatMap(Vital::ended).toList();
    if (ended.isEmpty()) {
      return Health.up().build();
    }
    ended.stream()
        .filter(told::add)
        .forEach(name -> LOG.error("thread {} has ended, this service is not live any more", name));
    return Health.down().withDetail("ended", ended).build();
  }

  @EventListener
  void closed(ContextClosedEvent event) {
    // The end of a service's child contexts is heard here too.
    if (event.getApplicationContext().getParent() == null) {
      closing = true;
    }
  }
}
