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
 * Keeps this gateway's lease, by which all its sessions count. When it is gone (Redis was emptied,
 * or this process stood still), or when the trackers may have missed something, a new one is taken
 * and all sessions are told of anew. Also asks whether presence is known at all.
 */
final class LeaseKeeper implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final int UNIQUE = 12;

  private final String gateway;
  private final Leases leases;
  private final SessionLog sessions;
  private final Knowledge knowledge;
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
   * A keeper.
   *
   * @param lease the first one, not yet taken
   */
  LeaseKeeper(
      String gateway,
      String lease,
      Leases leases,
      SessionLog sessions,
      Knowledge knowledge,
      PresenceSettings settings) {
    this.gateway = gateway;
    this.lease = lease;
    this.leases = leases;
    this.sessions = sessions;
    this.knowledge = knowledge;
    this.settings = settings;
  }

  /** A lease's name, which no lease had before. */
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

  /** After the sessions' ends were told. */
  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 4;
  }

  private void beat() {
    Duration pause = settings.askInterval();
    try {
      Leases.Renewed renewed = renew();
      knowledge.asked(renewed.known());
      pause = renewed.known() ? settings.renewInterval() : pause;
      if (failing) {
        failing = false;
        LOG.info("the lease is kept again");
      }
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.warn("the lease can't be kept, trying again until it can: {}", e.toString());
      }
    } finally {
      if (running) {
        var unused = timer.schedule(this::beat, pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private Leases.Renewed renew() {
    int partitions = knowledge.partitions();
    if (taken && !sessions.isUncertain()) {
      Leases.Renewed renewed = leases.renew(lease, partitions);
      if (renewed.held()) {
        return renewed;
      }
      LOG.warn("the lease {} is gone, the trackers are told of all sessions anew", lease);
    }
    lease = taken ? newLease(gateway) : lease;
    Leases.Renewed renewed = leases.take(lease, partitions);
    taken = true;
    sessions.announce(lease);
    return renewed;
  }
}
