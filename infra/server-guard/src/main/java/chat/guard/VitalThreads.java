package chat.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * The threads that a service can't do its work without. Where one ends while the service runs, the
 * process would stay there and do nothing. So it is not live from then on, with the reason in the
 * log, and is started again by what looks after it. Part of liveness and of readiness under the
 * name {@code vitalThreads}. Safe for use by several threads.
 */
public final class VitalThreads implements HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(VitalThreads.class);

  private final Map<String, String> ended = new ConcurrentHashMap<>();
  private volatile boolean closing;

  /**
   * A thread that works until the service is told to stop. Its owner starts it.
   *
   * @param work returns when the service stops, and only then
   */
  public Thread thread(Runnable work, String name) {
    return new Thread(
        () -> {
          try {
            work.run();
            ended(name, "its work came to an end");
          } catch (RuntimeException | Error e) {
            failed(name, e);
          }
        },
        name);
  }

  /**
   * A task that an executor runs again and again. An executor gives up, and tells of it nowhere,
   * when such a task throws.
   */
  public Runnable repeated(Runnable task, String name) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        failed(name, e);
        throw e;
      }
    };
  }

  /** A thread has ended that is not made here; ignored while the service stops. */
  public void ended(String name, String reason) {
    if (!closing && ended.putIfAbsent(name, reason) == null) {
      LOG.error("thread {} ended, this service is not live any more: {}", name, reason);
    }
  }

  @Override
  public Health health() {
    return ended.isEmpty() ? Health.up().build() : Health.down().withDetails(ended).build();
  }

  @EventListener
  void closed(ContextClosedEvent event) {
    // The end of a service's child contexts is heard here too.
    if (event.getApplicationContext().getParent() == null) {
      closing = true;
    }
  }

  private void failed(String name, Throwable reason) {
    if (!closing && ended.putIfAbsent(name, reason.toString()) == null) {
      LOG.error("thread {} ended, this service is not live any more", name, reason);
    }
  }
}
