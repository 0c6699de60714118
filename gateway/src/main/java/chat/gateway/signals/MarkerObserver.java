package chat.gateway.signals;

import chat.contract.event.Read;

/** Observes the read markers that users of any gateway move. */
@FunctionalInterface
public interface MarkerObserver {

  /** A user's marker was stored. Must not block. */
  void moved(Read read);
}
