package chat.gateway.presence;

import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews this gateway's lease, without which none of its sessions counts. If the lease is lost
 * (Redis was emptied, or this process was suspended), or if the trackers may have missed a record,
 * it acquires a new lease and announces all sessions again. Also queries whether presence is known.
 */
final class LeaseKeeper extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final int UNIQUE = 12;

  private final String gateway;
  private final Leases leases;
  private final SessionLog sessions;
  private final PresenceHealth health;
  private final PresenceSettings settings;
  private final Outage outage =
      new Outage(
          LOG, "the lease can't be kept, trying again until it can: {}", "the lease is kept again");
  private String lease;
  private boolean taken;

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
    super("presence-lease", Duration.ZERO);
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

  /** Stops after the ends of the sessions were sent. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 4;
  }

  @Override
  protected Duration round() {
    try {
      Leases.Renewed renewed = renew();
      RuntimeException failure = renewed.failure();
      if (failure == null || !renewed.known()) {
        health.asked(renewed.known());
      }
      if (failure != null) {
        outage.failed(failure);
        return settings.askInterval();
      }
      outage.over();
      return renewed.known() ? settings.renewInterval() : settings.askInterval();
    } catch (RuntimeException e) {
      outage.failed(e);
      return settings.askInterval();
    }
  }

  private Leases.Renewed renew() {
    int partitions = health.partitions();
    if (!leases.canAcquire(partitions)) {
      return new Leases.Renewed(false, false, null);
    }
    if (taken && !sessions.isUncertain()) {
      Leases.Renewed renewed = leases.renew(lease, partitions);
      if (renewed.held()) {
        return renewed;
      }
      LOG.warn("the lease {} is lost, announcing all sessions again", lease);
    }
    if (taken) {
      // A call whose answer is lost may have acquired it, but no session is announced under it.
      taken = false;
      lease = newLease(gateway);
    }
    Leases.Renewed renewed = leases.acquire(lease, partitions);
    sessions.announce(lease);
    taken = true;
    return renewed;
  }
}
