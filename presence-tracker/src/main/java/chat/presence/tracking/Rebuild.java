package chat.presence.tracking;

import chat.contract.Presence;
import chat.contract.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the presence topic says of a partition's users, read up to where it ended. */
final class Rebuild {

  private final long end;
  private final Map<String, Presence> there = new LinkedHashMap<>();

  Rebuild(long end) {
    this.end = end;
  }

  void take(List<Presence> records) {
    for (Presence presence : records) {
      there.remove(presence.user().id());
      if (presence.status() != Status.OFFLINE) {
        there.put(presence.user().id(), presence);
      }
    }
  }

  boolean isComplete(long next) {
    return next >= end;
  }

  /** Who is there, as far as the topic knows. */
  List<Presence> there() {
    return List.copyOf(there.values());
  }
}
