package chat.contract;

/**
 * What gateways and trackers share in Redis. All times in there are Redis' own, in milliseconds, so
 * that nobody else's clock matters.
 */
public final class PresenceKeys {

  /** Sorted set: the gateways' leases by when they end. One that is not in it has ended. */
  public static final String LEASES = "presence:leases";

  /**
   * Hash by partition of {@link Topic#SESSIONS}: from when on what the trackers say of its users is
   * known to be true. Nothing for a partition that no tracker has taken since Redis was empty.
   */
  public static final String KNOWN = "presence:known";

  /** Hash by partition: when a tracker last looked after it. */
  public static final String TICKED = "presence:ticked";

  private PresenceKeys() {}
}
