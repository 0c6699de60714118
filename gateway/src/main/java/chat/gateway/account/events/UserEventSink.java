package chat.gateway.account.events;

import chat.contract.user.UserEvent;
import java.util.Set;

/** Handles account events on this gateway. */
public interface UserEventSink {

  /**
   * Handles an event, on the reader's thread: it must not block. An event may come twice. The
   * events of the last minutes before this gateway's start come too.
   */
  void handle(UserEvent event);

  /**
   * Some partitions could not be read yet: the events of their users in the last minutes before
   * this gateway's start are not known.
   *
   * @param missing numbers of these partitions; none if all events are known
   * @param partitions number of partitions of the topic
   */
  default void missing(Set<Integer> missing, int partitions) {}
}
