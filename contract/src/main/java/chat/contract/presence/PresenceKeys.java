package chat.contract.presence;

import chat.contract.log.Topic;

/**
 * The keys in Redis that gateways and trackers share. All times there are in milliseconds by the
 * clock of Redis, so that no other clock matters.
 */
public final class PresenceKeys {

  /** Sorted set: the gateways' leases by their end. A lease that is not in the set has ended. */
  public static final String LEASES = "presence:leases";

  /**
   * Hash by partition of {@link Topic#SESSIONS}: the time from which the presence of its users is
   * known to be true. No entry for a partition that no tracker has owned since Redis was empty.
   */
  public static final String KNOWN = "presence:known";

  /** Hash by partition: the time of the last tick of its tracker. */
  public static final String TICKED = "presence:ticked";

  private PresenceKeys() {}
}
