package chat.presence.tracking;

import chat.contract.presence.Presence;
import chat.contract.presence.SessionEvent;
import java.util.List;

/** Calls of a store for one partition. */
final class OneStep {

  private OneStep() {}

  static Applied apply(
      PresenceStore store, int partition, long from, long to, List<SessionEvent> events) {
    return store.apply(List.of(new Step<>(partition, from, to, events))).get(0);
  }

  static long confirm(
      PresenceStore store, int partition, long from, long to, List<Presence> records) {
    return store.confirm(List.of(new Step<>(partition, from, to, records))).get(0);
  }
}
