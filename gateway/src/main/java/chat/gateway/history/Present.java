package chat.gateway.history;

import chat.gateway.log.Change;
import chat.gateway.log.LoggedEvent;
import java.util.List;
import java.util.Optional;

/**
 * Brings events that were read from the tables or the log up to date: what stands later in the log
 * may not be in the tables yet. A change that is there already changes nothing.
 */
final class Present {

  private Present() {}

  /**
   * The events after some changes.
   *
   * @param later what came after the tables were written, in log order; only changes count
   */
  static List<LoggedEvent> of(List<LoggedEvent> events, List<LoggedEvent> later) {
    List<Change> changes = later.stream().map(Change::of).flatMap(Optional::stream).toList();
    if (changes.isEmpty()) {
      return events;
    }
    return events.stream().map(event -> after(event, changes)).toList();
  }

  private static LoggedEvent after(LoggedEvent event, List<Change> changes) {
    LoggedEvent present = event;
    for (Change change : changes) {
      present = change.applyToEdit(change.applyTo(present));
    }
    return present;
  }
}
