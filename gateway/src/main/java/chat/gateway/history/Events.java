package chat.gateway.history;

import chat.gateway.log.LoggedEvent;
import java.util.ArrayList;
import java.util.List;

/** Joins and cuts lists of events. */
public final class Events {

  private Events() {}

  static List<LoggedEvent> join(List<LoggedEvent> older, List<LoggedEvent> newer) {
    List<LoggedEvent> all = new ArrayList<>(older);
    all.addAll(newer);
    return all;
  }

  /** At most so many, the oldest. */
  public static List<LoggedEvent> first(List<LoggedEvent> events, int limit) {
    return events.subList(0, Math.min(limit, events.size()));
  }

  /** At most so many, the newest. */
  public static List<LoggedEvent> last(List<LoggedEvent> events, int limit) {
    return events.subList(Math.max(0, events.size() - limit), events.size());
  }
}
