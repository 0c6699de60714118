package chat.gateway.presence;

import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this gateway's lease, by which all its sessions count. When it is gone (Redis was emptied,
 * or this process stood still), or when the trackers may have missed something, a new one is taken
 * and all sessions are told of anew. Also asks whether presence is known at all.
 */
final class LeaseKeeper extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final int UNIQUE = 12;

  private final String gateway;
  private final Leases leases;
  private final SessionLog sessions;
  private final Knowledge knowledge;
  private final PresenceSettings settings;
  private final Outage outage =
      new Outage(
          LOG, "the lease can't be kept, trying again until it can: {}", "the lease is kept again");
  private String lease;
  private boolean taken;

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
    super("presence-lease", Duration.ZERO);
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

  /** After the sessions' ends were told. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 4;
  }

  @Override
  protected Duration round() {
    try {
      Leases.Renewed renewed = renew();
      knowledge.asked(renewed.known());
      outage.over();
      return renewed.known() ? settings.renewInterval() : settings.askInterval();
    } catch (RuntimeException e) {
      outage.failed(e);
      return settings.askInterval();
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
