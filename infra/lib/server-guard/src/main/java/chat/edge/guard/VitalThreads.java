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
 * The health of vital threads, part of liveness and readiness as {@code vitalThreads}. When one has
 * ended, the service is not live and its supervisor restarts it; the cause is in the log. Safe for
 * use by several threads.
 */
final class VitalThreads implements HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(VitalThreads.class);

  private final Supplier<Stream<Vital>> parts;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();
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
        .filter(logged::add)
        .forEach(name -> LOG.error("thread {} has ended, this service is not live any more", name));
    return Health.down().withDetail("ended", ended).build();
  }

  @EventListener
  void closed(ContextClosedEvent event) {
    // Child contexts publish this event too.
    if (event.getApplicationContext().getParent() == null) {
      closing = true;
    }
  }
}
