package chat.gateway.presence;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Renews this gateway's lease, without which none of its sessions counts. If the lease is lost
 * (Redis was emptied, or this process was suspended), or if the trackers may have missed a record,
 * it acquires a new lease and announces all sessions again. Also queries whether presence is known.
 */
final class LeaseKeeper implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final int UNIQUE = 12;

  private final String gateway;
  private final Leases leases;
  private final SessionLog sessions;
  private final PresenceHealth health;
  private final PresenceSettings settings;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "presence-lease");
            thread.setDaemon(true);
            return thread;
          });
  private String lease;
  private boolean failing;
  private boolean taken;
  private volatile boolean running;

  /**
   * Creates a keeper.
   *
   * @param lease the first lease, not acquired yet
   */
  LeaseKeeper(
      String gateway,
      String lease,
      Leases leases,
      SessionLog sessions,
      PresenceHealth health,
      PresenceSettings settings) {
    this.gateway = gateway;
    this.lease = lease;
    this.leases = leases;
    this.sessions = sessions;
    this.health = health;
    this.settings = settings;
  }

  /** A new, unique lease name. */
  static String newLease(String gateway) {
    return gateway + "." + UUID.randomUUID().toString().replace("-", "").substring(0, UNIQUE);
  }

  @Override
  public void start() {
    running = true;
    timer.execute(this::beat);
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stops after the ends of the sessions were sent. */
  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 4;
  }

  private void beat() {
    Duration pause = settings.askInterval();
    try {
      Leases.Renewed renewed = renew();
      health.asked(renewed.known());
      pause = renewed.known() ? settings.renewInterval() : pause;
      if (failing) {
        failing = false;
        LOG.info("the lease is renewed again");
      }
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.warn("the lease can't be renewed, trying again: {}", e.toString());
      }
    } finally {
      if (running) {
        var unused = timer.schedule(this::beat, pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private Leases.Renewed renew() {
    int partitions = health.partitions();
    if (taken && !sessions.isUncertain()) {
      Leases.Renewed renewed = leases.renew(lease, partitions);
      if (renewed.held()) {
        return renewed;
      }
      LOG.warn("the lease {} is lost, announcing all sessions again", lease);
    }
    lease = taken ? newLease(gateway) : lease;
    Leases.Renewed renewed = leases.acquire(lease, partitions);
    taken = true;
    sessions.announce(lease);
    return renewed;
  }
}
