package chat.presence.tracking;

import chat.contract.presence.Presence;
import chat.contract.presence.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The presence of a partition's users according to the presence topic, read up to its end. */
final class Rebuild {

  private final long end;
  private final Map<String, Presence> there = new LinkedHashMap<>();

  Rebuild(long end) {
    this.end = end;
  }

  void add(List<Presence> records) {
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

  /** The users who are present according to the topic. */
  List<Presence> there() {
    return List.copyOf(there.values());
  }
}
