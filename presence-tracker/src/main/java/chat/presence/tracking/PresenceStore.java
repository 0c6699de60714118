package chat.presence.tracking;

import chat.contract.Presence;
import chat.contract.SessionEvent;
import java.util.Collection;
import java.util.List;

/**
 * Who has which sessions and what was said of them, shared by all trackers. Each method is one step
 * that happens as a whole or not at all, by the store's own clock; done twice, or late by a tracker
 * that has lost the partition, it does no harm. May be lost at any moment.
 */
public interface PresenceStore {

  /**
   * Where to go on in a partition.
   *
   * @param sessions what the log of session events holds; a place outside of it is none
   * @param fallback where to begin if the store has no place
   */
  Place open(int partition, Offsets sessions, long fallback);

  /**
   * Applies session events, if the store stands at the first one's place.
   *
   * @param from the place of the first
   * @param to the place after the last
   */
  Applied apply(int partition, long from, long to, List<SessionEvent> events);

  /** Sees to what time brings, and says that somebody looks after the partitions. */
  Ticked tick(Collection<Integer> partitions);

  /**
   * Takes note of what the presence topic says, if the store stands at the first record's place.
   * What is not, or no more, so is published anew at the next tick.
   *
   * @param from the place of the first record
   * @param to the place after the last
   * @return where the store stands now; {@link Place#UNKNOWN} if it has lost that
   */
  long confirm(int partition, long from, long to, List<Presence> records);

  /**
   * Takes what the presence topic says of users whose sessions the store does not know, until the
   * gateways have had time to tell of those.
   */
  void claim(int partition, List<Presence> published);

  /**
   * All that the presence topic says was claimed.
   *
   * @param next the place after the last record
   * @param settling whether there was something to claim, so that it takes time to be known true
   */
  void rebuilt(int partition, long next, boolean settling);
}
