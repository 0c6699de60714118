package chat.gateway.drain;

import chat.sockets.fanout.Hub;
import chat.sockets.fanout.ReconnectSchedule;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;

/**
 * Disconnects all clients in waves while the gateway still works: the feed delivers and
 * acknowledges until the last connection is closed. Runs when readiness is gone and before any part
 * stops. The producer flushes when it is closed later.
 */
@Component
final class Drain implements ApplicationListener<ContextClosedEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final long POLL_MILLIS = 20;

  private final Hub hub;
  private final DrainSettings settings;
  private volatile boolean stopping;

  Drain(Hub hub, DrainSettings settings) {
    this.hub = hub;
    this.settings = settings;
  }

  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    // Ignores the closing of the management context.
    if (event.getApplicationContext().getParent() != null) {
      return;
    }
    stopping = true;
    try {
      awaitSockets(() -> true);
      if (event.getApplicationContext() instanceof WebServerApplicationContext web) {
        awaitRequests(web);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the gateway drains because it stops. */
  boolean isStopping() {
    return stopping;
  }

  /**
   * Sends all clients away, and returns when they have left or were closed.
   *
   * @param isClosed whether the gateway accepts no sockets; while it does again, clients that come
   *     may stay
   */
  void awaitSockets(BooleanSupplier isClosed) throws InterruptedException {
    ReconnectSchedule schedule = hub.reconnectAll(settings.time());
    if (schedule.isOver()) {
      return;
    }
    LOG.info("taking leave of {} sockets within {}", schedule.remaining(), settings.time());
    for (int wave = 1; wave <= settings.waves(); wave++) {
      await(schedule, settings.wave());
      if (isClosed.getAsBoolean()) {
        schedule.tell(settings.wave().multipliedBy(wave));
      }
      // Clients may leave by themselves until the next wave.
      schedule.closeDue(settings.wave().multipliedBy(wave - 1L));
    }
    await(schedule, settings.wave());
    schedule.closeDue(settings.time());
    await(schedule, settings.timeout());
    LOG.info("took leave, {} sockets remain", schedule.remaining());
  }

  private static void await(ReconnectSchedule schedule, Duration time) throws InterruptedException {
    long until = System.nanoTime() + time.toNanos();
    while (!schedule.isOver() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Waits for running requests; their sends wait for the feed. */
  private void awaitRequests(WebServerApplicationContext web) throws InterruptedException {
    if (web.getWebServer() == null) {
      return;
    }
    CountDownLatch idle = new CountDownLatch(1);
    web.getWebServer().shutDownGracefully(result -> idle.countDown());
    if (!idle.await(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("requests are still being answered after {}", settings.timeout());
    }
  }
}
