package chat.gateway.user;

import chat.contract.UserEvent;
import java.util.Set;

/** Somebody on this gateway who has to know what happens to accounts. */
public interface UserEventSink {

  /**
   * Takes an event; on the feed's thread, so it must not block. The same event may come twice. What
   * happened within the last minutes before this gateway's start comes too.
   */
  void take(UserEvent event);

  /**
   * Of some users it is not known what happened within the last minutes before this gateway's
   * start: their partitions could not be read yet.
   *
   * @param missing the numbers of these partitions; none: all is known
   * @param partitions of how many
   */
  default void missing(Set<Integer> missing, int partitions) {}
}
