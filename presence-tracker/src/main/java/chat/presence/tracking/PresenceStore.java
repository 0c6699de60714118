package chat.presence.tracking;

import chat.contract.presence.Presence;
import chat.contract.presence.SessionEvent;
import java.util.Collection;
import java.util.List;

/**
 * The sessions of users and their published presence, shared by all trackers. Each method is one
 * atomic step by the store's own clock. A step that is repeated, or comes late from a tracker that
 * has lost the partition, does no harm. The data may be lost at any moment. Calls fail if the store
 * does not answer. If only the part of some partitions does not, their position is {@link
 * Positions#AWAY}, and their step may be done or not.
 */
public interface PresenceStore {

  /**
   * The positions at which to resume a partition.
   *
   * @param sessions the offsets of the session events; a position outside of them is invalid
   * @param fallback the position to start at if the store has none
   */
  Positions open(int partition, Offsets sessions, long fallback);

  /**
   * Applies session events of some partitions, of each if the store's position is that of the first
   * one. The steps of different partitions do not depend on each other.
   *
   * @return the result of each step
   */
  List<Applied> apply(List<Step<SessionEvent>> steps);

  /** Performs the work that is due by time, and records that the partitions are served. */
  Ticked tick(Collection<Integer> partitions);

  /**
   * Compares records of the presence topic with the store, in each partition if its position is
   * that of the first one. Differences are published again at the next tick.
   *
   * @return the store's new position for each step; {@link Positions#UNKNOWN} if it has lost it
   */
  List<Long> confirm(List<Step<Presence>> steps);

  /**
   * Accepts the published presence of users whose sessions the store does not know, until the
   * gateways have had time to tell of them.
   */
  void claim(int partition, List<Presence> published);

  /**
   * Ends a rebuild: the presence topic was claimed completely.
   *
   * @param next the position after the last record
   * @param settling whether any presence was claimed, which takes time to be confirmed
   */
  void rebuilt(int partition, long next, boolean settling);
}
