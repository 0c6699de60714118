package chat.gateway.history;

import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.PresentState;
import chat.contract.event.Reaction;
import chat.gateway.log.Change;
import chat.gateway.log.LoggedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Applies later changes to events that were read from the tables or the log, as the tables may lack
 * them. Applying a change twice changes nothing more. The cost is linear in the events and their
 * changes: each is read once.
 */
final class CurrentEvents {

  private final List<LoggedEvent> events;

  /** The messages of those edits that have a text. */
  private final Map<Long, Long> targets = new HashMap<>();

  /** Events as they were read. */
  CurrentEvents(List<LoggedEvent> events) {
    this.events = events;
    for (LoggedEvent event : events) {
      if (event.type().equals(Edited.TYPE)) {
        Change.of(event).ifPresent(edit -> targets.put(event.seq(), edit.target()));
      }
    }
  }

  /** The seqs of the messages whose changes matter. */
  Set<Long> messages() {
    Set<Long> messages = new LinkedHashSet<>(targets.values());
    events.stream().filter(LoggedEvent::isMessage).map(LoggedEvent::seq).forEach(messages::add);
    return messages;
  }

  /**
   * The events with later changes applied.
   *
   * @param later changes that came after the tables were written, by message and in log order
   */
  List<LoggedEvent> after(Map<Long, List<LoggedEvent>> later) {
    return later.isEmpty() ? events : events.stream().map(event -> after(event, later)).toList();
  }

  private LoggedEvent after(LoggedEvent event, Map<Long, List<LoggedEvent>> later) {
    Long target = targets.get(event.seq());
    if (target != null) {
      return edit(event, later.getOrDefault(target, List.of()));
    }
    return event.isMessage() ? message(event, later.getOrDefault(event.seq(), List.of())) : event;
  }

  private static LoggedEvent edit(LoggedEvent edit, List<LoggedEvent> later) {
    return later.stream()
        .filter(change -> change.type().equals(Deleted.TYPE) && change.seq() > edit.seq())
        .map(Change::of)
        .flatMap(Optional::stream)
        .findFirst()
        .map(deletion -> deletion.withoutText(edit))
        .orElse(edit);
  }

  private static LoggedEvent message(LoggedEvent message, List<LoggedEvent> later) {
    LoggedEvent current = message;
    List<Reaction> reactions = new ArrayList<>();
    long last = 0;
    for (LoggedEvent event : later) {
      Change change = Change.of(event).orElse(null);
      if (change == null || change.seq() <= message.changed()) {
        continue;
      }
      if (change.event() instanceof Reaction reaction) {
        reactions.add(reaction);
        last = change.seq();
      } else {
        current = change.applyTo(reacted(current, reactions, last));
        reactions.clear();
      }
    }
    return reacted(current, reactions, last);
  }

  /** Applies consecutive reactions at once. */
  private static LoggedEvent reacted(LoggedEvent message, List<Reaction> reactions, long last) {
    if (reactions.isEmpty() || isDeleted(message)) {
      return message;
    }
    return new LoggedEvent(
        message.room(),
        message.type(),
        message.seq(),
        message.prev(),
        message.value(),
        last,
        message.reactions().after(reactions));
  }

  /** Whether an event is deleted; an unreadable one is left as it is. */
  private static boolean isDeleted(LoggedEvent message) {
    try {
      return PresentState.isDeleted(message.value());
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
