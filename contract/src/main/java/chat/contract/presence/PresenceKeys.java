package chat.contract.presence;

import chat.contract.log.Topic;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The keys in Redis that gateways and trackers share. One server has one set of them for all
 * partitions. A cluster has a set for each partition, with a hash tag, so that all keys of a
 * partition are in one slot. All times there are in milliseconds by the clock of the server, so
 * that no other clock matters.
 *
 * @param prefix the start of each key
 */
public record PresenceKeys(String prefix) {

  /** The keys of all partitions in one server. */
  public static final PresenceKeys SERVER = new PresenceKeys("presence:");

  /** The keys of a partition in a cluster. */
  public static PresenceKeys inCluster(int partition) {
    return new PresenceKeys("presence:{" + partition + "}:");
  }

  /** The keys of each partition, in a cluster or in one server. */
  public static IntFunction<PresenceKeys> in(boolean cluster) {
    return cluster ? PresenceKeys::inCluster : partition -> SERVER;
  }

  /**
   * The keys that a script of the trackers declares. In a cluster one of them never exists: while
   * the slot moves from one server to another, Redis then refuses the script before it begins
   * (TRYAGAIN), because it would find a part of the data only.
   */
  public List<String> declared() {
    return equals(SERVER) ? List.of(leases()) : List.of(leases(), prefix + "never");
  }

  /** Sorted set: the gateways' leases by their end. A lease that is not in the set has ended. */
  public String leases() {
    return prefix + "leases";
  }

  /**
   * Hash by partition of {@link Topic#SESSIONS}: the time from which the presence of its users is
   * known to be true. No entry for a partition that no tracker has owned since Redis was empty.
   */
  public String known() {
    return prefix + "known";
  }

  /** Hash by partition: the time of the last tick of its tracker. */
  public String ticked() {
    return prefix + "ticked";
  }
}
